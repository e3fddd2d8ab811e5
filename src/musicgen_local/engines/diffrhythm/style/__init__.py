"""MuQ-MuLan: words and recordings as vectors of one space, where what sounds alike lies together.

After Zhu et al., "MuQ: Self-Supervised Music Representation Learning with Mel Residual Vector
Quantization" (2025), for the weights that its authors published. DiffRhythm is told its style by
such a vector.
"""
