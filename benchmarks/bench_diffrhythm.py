"""DiffRhythm on this machine: seconds for a song, errors of what is faster, memory, loading.

Run: python benchmarks/bench_diffrhythm.py [--parts speed,load,vae,errors] [--frames 2048,6144]
         [--steps 32] [--depth 16] [--batch 1] [--device auto] [--arithmetic float32,bfloat16]

The shapes are those of the published model and its weights are random, which costs the same. A pair
is a guided evaluation: with the conditions, and without. `speed` times pairs in turns, each kind
once a round, so that a busy machine is unfair to none; the yardstick (`diffrhythm_yardstick.py`) is
the published arithmetic in float32, one row at a time. A smaller `--depth` or `--frames` fits
minutes on a slow machine; ratios change little. CPU time is the fairer measure on a busy one, with
`--threads 1`. `errors` makes a whole song for each of its rows, so it has to be asked for.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from diffrhythm_vae import PARAMETERS, save_stand_in
from diffrhythm_yardstick import Yardstick
from musicgen_local.engines.diffrhythm.config import (
    BASE_95,
    FULL_285,
    LATENT_RATE,
    STYLE_DIM,
    ModelConfig,
)
from musicgen_local.engines.diffrhythm.device import (
    AUTO,
    Arithmetic,
    Device,
    choose_device,
    free_memory,
    freed_memory_kept,
)
from musicgen_local.engines.diffrhythm.elementwise import missing_compiler
from musicgen_local.engines.diffrhythm.loading import (
    LoadedModel,
    LoadOptions,
    load_model,
    ready_model,
)
from musicgen_local.engines.diffrhythm.model import DiffusionTransformer
from musicgen_local.engines.diffrhythm.sampler import (
    Sampled,
    SamplerOptions,
    Song,
    Step,
    draw_noise,
    sample,
)
from musicgen_local.engines.diffrhythm.vae import load_vae
from musicgen_local.engines.diffrhythm.weights import PREFIX
from musicgen_local.progress import CancelToken

PARTS = ("speed", "load", "vae", "errors")
USUAL_PARTS = PARTS[:3]
GUIDANCE = 4.0
AT = 0.4  # the time that single evaluations are made at


def random_state(config: ModelConfig) -> dict[str, Tensor]:
    """Weights of the published shapes, of a size that keeps activations as large as they were."""
    with torch.device("meta"):
        shapes = DiffusionTransformer(config).state_dict()
    generator = torch.Generator().manual_seed(0)
    state = {}
    for name, told in shapes.items():
        tensor = torch.randn(told.shape, generator=generator)
        if tensor.ndim >= 2:
            tensor /= tensor[0].numel() ** 0.5
        else:
            tensor = tensor * 0.1 + ("layernorm" in name or name.endswith("norm.weight"))
        state[name] = tensor
    return state


def random_song(frames: int) -> Song:
    """A song in which most frames are sung."""
    generator = torch.Generator().manual_seed(1)
    text = torch.randint(1, 364, (frames,), generator=generator)
    text[torch.rand(frames, generator=generator) < 0.3] = 0
    style, negative = torch.randn(2, STYLE_DIM, generator=generator)
    return Song(text, style / style.norm(), negative / negative.norm())


def teraflop(config: ModelConfig, frames: int) -> float:
    """Of a pair: the products of linears, attention and positions."""
    linears = config.depth * config.dim * (4 * config.dim + 3 * config.ff_dim)
    attention = config.depth * 2 * frames * config.dim
    positions = 2 * config.dim * (config.dim // 16) * 31
    return 2 * 2 * frames * (linears + attention + positions) / 1e12


def ignored(step: Step) -> None:
    """For songs that nobody watches."""
    del step


def error(got: Tensor, exact: Tensor) -> float:
    """Relative L2."""
    return float((got.double().cpu() - exact.double().cpu()).norm() / exact.double().norm().cpu())


def settled(device: Device) -> None:
    """Wait until the device has done what it was told."""
    if device.kind == "cuda":
        torch.cuda.synchronize()
    elif device.kind == "mps":
        torch.mps.synchronize()


def timed(device: Device, work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that `work` takes: on the clock, and of the processor."""
    settled(device)
    start, busy = time.perf_counter(), time.process_time()
    work()
    settled(device)
    return time.perf_counter() - start, time.process_time() - busy


@contextmanager
def peak_memory(device: Device, what: str) -> Iterator[None]:
    """Print the most memory that was held at a time inside."""
    if device.kind == "cuda":
        torch.cuda.reset_peak_memory_stats()
    elif Path("/proc/self/clear_refs").exists():
        Path("/proc/self/clear_refs").write_text("5", "ascii")  # forget the peak so far
    yield
    if device.kind == "cuda":
        print(f"{what}: {torch.cuda.max_memory_allocated() / 1e9:.2f} GB on the device at most")
    elif Path("/proc/self/status").exists():
        rows = Path("/proc/self/status").read_text("ascii").splitlines()
        told = dict(row.split(":", 1) for row in rows)
        peak = int(told["VmHWM"].split()[0]) / 1e6
        print(f"{what}: {peak:.2f} GB at most, with the mapped weights")


def ready(
    state: dict[str, Tensor],
    config: ModelConfig,
    device: Device,
    arithmetic: Arithmetic,
    compiled: bool = False,
) -> LoadedModel:
    """The model with these weights, which stay as they are."""
    options = LoadOptions(arithmetic, compiled=compiled, reference_precision=False)
    return ready_model(dict(state), config, device, options, CancelToken())


def arithmetics(device: Device, asked: str | None) -> list[Arithmetic]:
    """Those that were asked for, else those that the device is fast at."""
    if asked:
        return [Arithmetic(name) for name in asked.split(",")]
    floats = [Arithmetic.FLOAT32, device.arithmetic]
    if device.kind == "cuda":
        floats.append(Arithmetic.BFLOAT16)
    return list(dict.fromkeys(floats)) + ([Arithmetic.INT8] if device.int8_units else [])


def bench_speed(
    device: Device, config: ModelConfig, frames: int, kinds: Sequence[Arithmetic], rounds: int,
    steps: int, batch: int,
) -> None:  # fmt: skip
    """Pairs in turns: the yardstick, each arithmetic, each compiled."""
    song = random_song(frames)
    noise = draw_noise(range(batch), frames, config.mel_dim).to(device.torch_device)
    state = random_state(config)
    on_device = {name: tensor.to(device.torch_device) for name, tensor in state.items()}
    yardstick = Yardstick(
        on_device, config.depth, config.heads, config.conv_layers, config.max_frames
    )
    text, style, negative = (
        part.to(device.torch_device) for part in (song.text, song.style, song.negative_style)
    )

    def plain() -> Tensor:
        rows = [yardstick.guided(x, text, style, negative, AT, GUIDANCE) for x in noise]
        return torch.stack(rows)

    ways: dict[str, Callable[[], Tensor]] = {"yardstick, float32": plain}
    compiler = missing_compiler(device.kind)
    for arithmetic in kinds:
        for compiled in (False, True) if not compiler else (False,):
            name = f"{arithmetic.value}{', compiled' if compiled else ''}"
            model = ready(on_device, config, device, arithmetic, compiled).model
            ways[name] = one_pair(model, song, noise, frames)
    if compiler:
        print(f"Nothing is compiled: {compiler}.")
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    with torch.inference_mode(), freed_memory_kept():
        answers = {name: way() for name, way in ways.items()}  # compiles, maps, warms
        for _ in range(rounds):
            for name, way in ways.items():
                seconds[name].append(timed(device, way))
    exact = answers["yardstick, float32"]
    work = teraflop(config, frames) * batch
    print(
        f"\nA pair at {frames:,} frames ({frames / LATENT_RATE:.0f} s), depth {config.depth}, "
        f"batch {batch}: {work:.2f} TFLOP; best and median of {rounds}"
    )
    print(
        f"{'':<24}{'best':>9}{'median':>9}{'TFLOP/s':>9}{'ratio':>7}"
        f"{'CPU time':>10}{'ratio':>7}{'song':>9}{'error':>9}"
    )
    plain_best = [min(column) for column in zip(*seconds["yardstick, float32"], strict=True)]
    for name, taken in seconds.items():
        clocks, busy = zip(*taken, strict=True)
        print(
            f"{name:<24}{min(clocks):>8.3f}s{statistics.median(clocks):>8.3f}s"
            f"{work / min(clocks):>9.2f}{plain_best[0] / min(clocks):>6.2f}x"
            f"{min(busy):>9.3f}s{plain_best[1] / min(busy):>6.2f}x"
            f"{min(clocks) * (steps - 1):>8.1f}s{error(answers[name], exact):>9.1e}"
        )


def one_pair(
    model: DiffusionTransformer, song: Song, noise: Tensor, frames: int
) -> Callable[[], Tensor]:
    """What the sampler does at a step; what it does once a song is done here."""
    device = model.device
    with torch.inference_mode():
        prepared = model.prepare(
            torch.stack((song.text, torch.zeros_like(song.text))).to(device),
            torch.zeros(2, frames, model.config.mel_dim, device=device),
            torch.stack((song.style, song.negative_style)).to(device),
        )
        (moment,) = model.moments(torch.tensor([AT], device=device), frames)

    def pair() -> Tensor:
        wanted, null = model(noise, prepared, moment)
        return torch.lerp(null, wanted, 1 + GUIDANCE)

    return pair


def bench_errors(
    device: Device, config: ModelConfig, frames: int, kinds: Sequence[Arithmetic], steps: int
) -> None:
    """Whole trajectories against float32: each arithmetic, and the accelerations."""
    song = random_song(frames)
    noise = draw_noise([0], frames, config.mel_dim)
    state = random_state(config)
    options = SamplerOptions(steps, GUIDANCE)

    def song_of(arithmetic: Arithmetic, how: SamplerOptions) -> tuple[Sampled, float]:
        model = ready(state, config, device, arithmetic).model
        start = time.perf_counter()
        sampled = sample(model, song, noise, how, ignored, CancelToken())
        settled(device)
        return sampled, time.perf_counter() - start

    exact, seconds = song_of(Arithmetic.FLOAT32, options)
    print(
        f"\nA whole song at {frames:,} frames, depth {config.depth}, {steps} steps, "
        f"against float32 ({seconds:.1f} s)"
    )
    print(f"{'':<40}{'error':>10}{'work':>8}{'seconds':>9}")
    tried: list[tuple[str, Arithmetic, SamplerOptions]] = [
        (one.value, one, options) for one in kinds if one is not Arithmetic.FLOAT32
    ]
    for first, last in ((0.0, 0.8), (0.1, 0.9), (0.2, 1.0)):
        how = replace(options, guidance_from=first, guidance_to=last)
        tried.append((f"guided from {first:g} to {last:g}", Arithmetic.FLOAT32, how))
    for threshold in (0.05, 0.1, 0.2):
        how = replace(options, reuse_below=threshold)
        tried.append((f"later blocks kept below {threshold:g}", Arithmetic.FLOAT32, how))
    for name, arithmetic, how in tried:
        sampled, seconds = song_of(arithmetic, how)
        print(
            f"{name:<40}{error(sampled.latents, exact.latents):>10.2e}"
            f"{sampled.row_blocks / exact.row_blocks:>7.0%}{seconds:>8.1f}s"
        )


def bench_load(
    device: Device, config: ModelConfig, frames: int, kinds: Sequence[Arithmetic], folder: Path
) -> None:
    """The published file's size and format: converting it, and cold starts from the disk."""
    source = folder / "cfm_model.pt"
    state = {PREFIX + name: tensor for name, tensor in random_state(config).items()}
    torch.save({"model_state_dict": state}, source)
    del state
    free_memory(device.torch_device)
    print(f"\nLoading {source.stat().st_size / 1e9:.2f} GB, depth {config.depth}")
    song, noise = random_song(frames), draw_noise([0], frames, config.mel_dim)
    for number, arithmetic in enumerate(kinds):
        with peak_memory(device, f"{arithmetic.value}, loading and a pair at {frames:,} frames"):
            if number:
                for path in folder.iterdir():
                    forget(path)
            start = time.perf_counter()
            loaded = load_model(source, config, device, LoadOptions(arithmetic), CancelToken())
            settled(device)
            seconds = time.perf_counter() - start
            what = "cold start" if number else "first start, with the conversion"
            print(
                f"{arithmetic.value}, {what}: {seconds:.1f} s, {loaded.weight_bytes / 1e9:.2f} GB"
            )
            sample(
                loaded.model, song, noise, SamplerOptions(2, GUIDANCE), ignored,
                CancelToken(),
            )  # fmt: skip
        del loaded
        free_memory(device.torch_device)


def forget(path: Path) -> None:
    """Have the system drop what it has cached of the file, where it can be told so."""
    if hasattr(os, "posix_fadvise"):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def bench_vae(device: Device, frames: int, folder: Path) -> None:
    """Decoding with a stand-in of the published VAE's kind and size."""
    path = folder / "vae_model.pt"
    save_stand_in(path)
    latents = torch.randn(1, frames, 64, generator=torch.Generator().manual_seed(2))
    seconds_of_audio = frames / LATENT_RATE
    print(f"\nDecoding {seconds_of_audio:.1f} s, a stand-in of {PARAMETERS / 1e6:.0f} M parameters")
    exact = None
    for dtype in dict.fromkeys((torch.float32, device.dtype)):
        vae = load_vae(path, device, dtype)
        with peak_memory(device, f"{dtype}"):
            start = time.perf_counter()
            blocks = [torch.from_numpy(block) for block in vae.decode(latents, CancelToken())]
            taken = time.perf_counter() - start
        audio = torch.cat(blocks, 2)
        exact = audio if exact is None else exact
        print(
            f"{dtype}: {taken:.1f} s, {seconds_of_audio / taken:.2f} x real time, "
            f"95 s in {taken * 95 / seconds_of_audio:.0f} s, error {error(audio, exact):.1e}"
        )


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", default=",".join(USUAL_PARTS))
    parser.add_argument("--frames", default="2048,6144")
    parser.add_argument("--steps", type=int, default=32)
    parser.add_argument("--depth", type=int, default=FULL_285.depth)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--device", default=AUTO)
    parser.add_argument("--arithmetic")
    parser.add_argument("--threads", type=int, default=0)
    asked = parser.parse_args()
    parts = asked.parts.split(",")
    assert set(parts) <= set(PARTS), f"parts are {PARTS}"
    if asked.threads:
        torch.set_num_threads(asked.threads)
    device = choose_device(asked.device)
    kinds = arithmetics(device, asked.arithmetic)
    print(
        f"{device.name} ({device.kind}), {device.total_bytes / 1e9:.0f} GB, "
        f"{torch.get_num_threads()} threads, PyTorch {torch.__version__}; "
        f"fast at {device.arithmetic.value}{' and int8' if device.int8_units else ''}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for number, frames in enumerate(map(int, asked.frames.split(","))):
            sizes = BASE_95 if frames <= BASE_95.max_frames else FULL_285
            config = replace(sizes, depth=asked.depth)
            if "speed" in parts:
                bench_speed(device, config, frames, kinds, asked.rounds, asked.steps, asked.batch)
            if "errors" in parts:
                bench_errors(device, config, frames, kinds, asked.steps)
            if "load" in parts and number == 0:
                bench_load(device, config, frames, kinds, Path(folder))
            if "vae" in parts:
                bench_vae(device, frames, Path(folder))


if __name__ == "__main__":
    main()
