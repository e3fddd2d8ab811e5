"""DiffRhythm: lyrics and a style become a song, by flow matching in the latents of a VAE.

After Ning et al., "DiffRhythm: Blazingly Fast and Embarrassingly Simple End-to-End Full-Length Song
Generation with Latent Diffusion" (2025), for the weights that its authors published.
"""
