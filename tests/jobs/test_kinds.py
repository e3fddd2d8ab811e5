"""The kinds of jobs: what they accept, what they fix beforehand, and what comes out."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from musicgen_local import Studio
from musicgen_local.assets import AssetManager
from musicgen_local.assets.asset import Asset, AssetFile, AssetKind
from musicgen_local.assets.providers.folder import LocalFolder
from musicgen_local.assets.weights import DIFFRHYTHM
from musicgen_local.config import load_settings
from musicgen_local.errors import ErrorCode, MachineError, UserError
from musicgen_local.jobs.kinds import kind_names, kind_of, parse_params
from musicgen_local.jobs.kinds.base import DOWNLOADS_LANE, TOOLS_LANE, Task
from musicgen_local.library import new_track_id
from musicgen_local.progress import CancelToken, Progress
from musicgen_local.studio.orders import AUDIO_FORMATS, DEFAULT_FORMATS, MASTER_PRESETS, MAX_SEED

ID = "01kaj6x4mbz7h2d8e4k6s0p1ya"
A_PLUCK = {"engine": "pluck", "prompt": "plucks", "duration_seconds": 2, "formats": ["wav"]}


def checked(kind_name: str, **given: Any) -> Any:
    kind = kind_of(kind_name)
    return kind.check(Studio(), parse_params(kind, given))


def carried_out(kind_name: str, params: Any) -> tuple[list[str], dict[str, Any], list[Progress]]:
    """All steps of a job, here; its track ids, all it gave back, and its progress."""
    kind = kind_of(kind_name)
    stored = json.loads(params.model_dump_json())
    assert parse_params(kind, stored) == params, "params are JSON-ready both ways"
    ids = tuple(new_track_id() for _ in range(kind.track_count(params)))
    facts: dict[str, Any] = {}
    seen: list[Progress] = []
    for step in range(kind.steps(params)):
        task = Task("a-job", params, ids, step, seen.append, CancelToken())
        facts |= kind.perform(Studio(), task)
    json.dumps(facts)
    return list(ids), facts, seen


def a_track(**changes: Any) -> str:
    [track_id], _, _ = carried_out("generate", checked("generate", **(A_PLUCK | changes)))
    return track_id


def test_every_kind_is_named_and_explains_its_params() -> None:
    assert kind_names()[:5] == ["generate", "master", "loop", "export", "download"]
    for name in kind_names():
        kind = kind_of(name)
        assert kind.name == name
        for field, about in kind.params.model_fields.items():
            assert about.description, f"{name}.{field}"
    with pytest.raises(UserError) as caught:
        kind_of("bake")
    assert caught.value.code is ErrorCode.VALIDATION
    assert "download" in caught.value.recovery


def test_formats_and_presets_are_those_of_the_studio() -> None:
    schema = json.dumps(kind_of("generate").params.model_json_schema())
    for name in (*AUDIO_FORMATS, *MASTER_PRESETS):
        assert f'"{name}"' in schema
    assert parse_params(kind_of("generate"), {"prompt": "x"}).model_dump()["formats"] == (
        DEFAULT_FORMATS
    )


def test_a_third_partys_kind_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "bake-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: bake\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text(
        "[musicgen_local.jobs]\n"
        "bake = musicgen_local.jobs.kinds.loop:LoopKind\n"
        "generate = musicgen_local.jobs.kinds.loop:LoopKind\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    kind_of.cache_clear()
    assert kind_names()[-1] == "bake"
    assert kind_of("bake").name == "loop"
    assert kind_of("generate").name == "generate", "nobody replaces our own"
    kind_of.cache_clear()


@pytest.mark.parametrize(
    ("kind_name", "given", "field"),
    [
        ("generate", {}, "prompt"),
        ("generate", A_PLUCK | {"prompt": ""}, "prompt"),
        ("generate", A_PLUCK | {"prompt": "x" * 10_001}, "prompt"),
        ("generate", A_PLUCK | {"prmpt": "x"}, "prmpt"),
        ("generate", A_PLUCK | {"duration_seconds": 601}, "duration_seconds"),
        ("generate", A_PLUCK | {"duration_seconds": float("nan")}, "duration_seconds"),
        ("generate", A_PLUCK | {"engine": "orchestra"}, "engine"),
        ("generate", A_PLUCK | {"formats": ["aiff"]}, "formats.0"),
        ("generate", A_PLUCK | {"formats": []}, "formats"),
        ("generate", A_PLUCK | {"midi": True}, "midi"),
        ("generate", A_PLUCK | {"count": 51}, "count"),
        ("generate", A_PLUCK | {"count": 3, "seed": MAX_SEED - 1}, "seed"),
        ("generate", A_PLUCK | {"parameters": {"lowest_hz": 5}}, "parameters.lowest_hz"),
        ("generate", A_PLUCK | {"parameters": {"prompt": "x"}}, "parameters.prompt"),
        ("master", {}, "params"),
        ("master", {"track_id": ID, "upload_id": ID}, "params"),
        ("master", {"track_id": ID}, "track_id"),
        ("master", {"upload_id": ID}, "upload_id"),
        ("master", {"track_id": "../../etc"}, "track_id"),
        ("master", {"track_id": ID, "target_lufs": -3}, "target_lufs"),
        ("loop", {"track_id": ID, "duration_seconds": 59}, "duration_seconds"),
        ("loop", {"track_id": ID, "duration_seconds": 36_001}, "duration_seconds"),
        ("loop", {"track_id": ID}, "duration_seconds"),
        ("loop", {"track_id": ID, "duration_seconds": 60, "times": 2}, "duration_seconds"),
        ("loop", {"track_id": ID, "duration_seconds": 60, "mode": "backwards"}, "mode"),
        ("loop", {"track_id": ID, "duration_seconds": 60, "start_seconds": 3}, "start_seconds"),
        ("loop", {"track_id": ID, "duration_seconds": 60, "crossfade_seconds": 31},
         "crossfade_seconds"),
        ("loop", {"track_id": ID, "duration_seconds": 60, "fade_in_seconds": 59,
                  "fade_out_seconds": 2}, "fade_out_seconds"),
        ("export", {"track_ids": []}, "track_ids"),
        ("export", {"track_ids": [ID]}, "track_ids"),
        ("export", {"track_ids": [ID], "include": ["cover"]}, "include.0"),
        ("download", {"asset_ids": ["everything"]}, "asset_ids"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_refused_with_its_field(
    pluck_engine: str, kind_name: str, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(UserError) as caught:
        checked(kind_name, **given)
    assert caught.value.details["field"] == field
    assert caught.value.recovery
    assert not Studio().settings.tracks_dir.exists()


def test_a_refusal_does_not_repeat_what_was_written() -> None:
    with pytest.raises(UserError) as caught:
        parse_params(kind_of("generate"), {"prompt": ["my secret song"]})
    assert "secret" not in str(caught.value.as_dict())


def test_an_empty_prompt_is_refused_by_the_engine_before_it_waits(pluck_engine: str) -> None:
    with pytest.raises(UserError) as caught:
        checked("generate", **(A_PLUCK | {"prompt": "  "}))
    assert caught.value.code is ErrorCode.INVALID_PROMPT


def test_a_generation_has_every_choice_fixed_when_it_waits(pluck_engine: str) -> None:
    kind = kind_of("generate")
    params = checked("generate", engine="pluck", prompt="a short one", count=4)
    assert params.duration_seconds == 3, "as the prompt says"
    assert 0 <= params.seed <= MAX_SEED - 3
    assert kind.check(Studio(), params) == params
    assert kind.lane(params) == "engine-pluck"
    assert kind.engine(params) == "pluck"
    assert (kind.size(params), kind.track_count(params), kind.steps(params)) == (12, 4, 4)
    assert checked("generate", engine="pluck", prompt="a short one").seed != params.seed


def test_variations_follow_the_seed(pluck_engine: str) -> None:
    params = checked("generate", **(A_PLUCK | {"count": 3, "seed": 7, "artist": "Ada"}))
    ids, facts, _ = carried_out("generate", params)
    tracks = [Studio().library.get(one) for one in ids]
    assert [track.seed for track in tracks] == [7, 8, 9]
    assert {track.artist for track in tracks} == {"Ada"}
    assert facts["track_id"] == ids[-1]
    assert len({track.files[0].sha256 for track in tracks}) == 3


def test_a_master_is_a_track_of_its_own(pluck_engine: str) -> None:
    parent = a_track()
    params = checked("master", track_id=parent, preset="loud", formats=["flac"])
    kind = kind_of("master")
    assert kind.lane(params) == TOOLS_LANE
    assert (kind.engine(params), kind.size(params), kind.track_count(params)) == ("", 2, 1)
    [track_id], facts, seen = carried_out("master", params)
    track = Studio().library.get(track_id)
    assert (track.parent_id, track.title) == (parent, "A Scale (Master)")
    assert facts["output_lufs"] == track.loudness_lufs
    assert seen[-1].fraction == 1


def test_a_loop_of_an_upload_is_called_as_the_upload_was(pluck_engine: str) -> None:
    studio = Studio()
    source = studio.audio_file_of(studio.library.get(a_track()))
    upload = studio.settings.shared_dir / "uploads" / ID
    upload.mkdir(parents=True)
    (upload / "file.wav").write_bytes(source.read_bytes())
    about = {"name": "Тихий дождь.wav", "duration_seconds": None}
    (upload / "about.json").write_text(json.dumps(about), "utf-8")
    with pytest.raises(UserError) as caught:
        checked("loop", upload_id=ID, duration_seconds=60)
    assert caught.value.code is ErrorCode.INVALID_AUDIO, "nobody measured a length: no audio"
    (upload / "about.json").write_text(json.dumps(about | {"duration_seconds": 2.0}), "utf-8")
    params = checked("loop", upload_id=ID, duration_seconds=60, formats=["wav"])
    assert params.source_seconds == 2
    assert kind_of("loop").size(params) == pytest.approx(2 + 60 / 50), "the rest is only written"
    jukebox = checked("loop", upload_id=ID, duration_seconds=60, mode="jukebox")
    assert kind_of("loop").size(jukebox) == 62
    [track_id], facts, _ = carried_out("loop", params)
    track = studio.library.get(track_id)
    assert track.title == "Тихий дождь (Loop 1m)"
    assert (track.parent_id, track.duration_seconds) == (None, 60)
    assert facts["loop"]["frames"] == 60 * track.sample_rate


def test_an_export_is_named_by_its_job(pluck_engine: str) -> None:
    ids = [a_track(), a_track(stems=True)]
    params = checked("export", track_ids=[*ids, ids[0]], formats=["wav", "mp3"], include=["stems"])
    assert kind_of("export").size(params) == 8
    made, facts, _ = carried_out("export", params)
    assert made == []
    archive = Studio().settings.shared_dir / "exports" / facts["file"]
    assert facts["file"] == "a-job.zip"
    assert facts["bytes"] == archive.stat().st_size
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        assert len(opened.namelist()) == facts["entries"] == 5


def test_a_track_in_the_trash_is_not_exported(pluck_engine: str) -> None:
    track_id = a_track()
    Studio().delete(track_id)
    for kind_name, given in (
        ("export", {"track_ids": [track_id]}),
        ("master", {"track_id": track_id}),
    ):
        with pytest.raises(UserError) as caught:
            checked(kind_name, **given)
        assert caught.value.code is ErrorCode.NOT_FOUND


def test_a_download_is_measured_in_megabytes_and_made_step_by_step() -> None:
    kind = kind_of("download")
    params = checked("download", asset_ids=["sonivox", "musescore-general", "sonivox"])
    assert kind.lane(params) == DOWNLOADS_LANE
    assert (kind.steps(params), kind.track_count(params)) == (2, 0)
    assert kind.size(params) == pytest.approx((1_351_896 + 39_978_561) / 1e6, abs=0.001)


def test_a_bundle_is_downloaded_part_by_part_once_its_licences_are_accepted() -> None:
    kind = kind_of("download")
    with pytest.raises(UserError) as caught:
        checked("download", asset_ids=["diffrhythm"])
    assert caught.value.details["field"] == "accept_licence"
    params = checked("download", asset_ids=["diffrhythm", "diffrhythm-vae"], accept_licence=True)
    assert params.asset_ids == DIFFRHYTHM.parts
    assert kind.steps(params) == len(DIFFRHYTHM.parts)
    assert kind.size(params) == pytest.approx(7_730, abs=10)
    Studio().assets.accept_licence("diffrhythm")
    assert checked("download", asset_ids=["diffrhythm"]).accept_licence  # for other machines
    assert not checked("download", asset_ids=["sonivox"]).accept_licence


def test_a_download_installs_step_by_step(tmp_path: Path) -> None:
    studio = Studio()
    studio.assets = AssetManager(
        studio.settings.assets_dir, catalogue=[_an_asset(tmp_path, name) for name in ("one", "two")]
    )
    kind = kind_of("download")
    params = kind.check(studio, parse_params(kind, {"asset_ids": ["one", "two"]}))
    assert kind.size(params) == 0.2
    for expected in ("installed", "already installed"):
        for step, asset_id in enumerate(("one", "two")):
            task = Task("j", params, (), step, lambda _: None, CancelToken())
            assert kind.perform(studio, task) == {"asset_id": asset_id, "state": expected}
            assert (studio.settings.assets_dir / asset_id / "sound.sf3").stat().st_size == 100_000


def _an_asset(folder: Path, asset_id: str) -> Asset:
    body = asset_id.encode() * 50_000
    source = folder / asset_id
    source.mkdir()
    (source / "sound.sf3").write_bytes(body[:100_000])
    digest = hashlib.sha256(body[:100_000]).hexdigest()
    return Asset(
        id=asset_id,
        title=asset_id,
        summary="For tests.",
        kind=AssetKind.SOUNDFONT,
        version="1",
        licence="CC0-1.0",
        files=(AssetFile("sound.sf3", 100_000, digest),),
        providers=(LocalFolder(source),),
    )


def test_a_download_without_a_network_may_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MGL_OFFLINE", "1")
    load_settings.cache_clear()
    with pytest.raises(MachineError) as caught:
        carried_out("download", checked("download", asset_ids=["sonivox"]))
    assert caught.value.code is ErrorCode.DOWNLOAD_FAILED
