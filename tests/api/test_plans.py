"""Plans and proposals over HTTP: nothing is queued, and what was shown is what is made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import served_alone

from musicgen_local import Studio
from musicgen_local.api.schemas import engines, plans, proposals
from musicgen_local.config import Settings
from musicgen_local.studio.orders import GenerateOrder
from third_party import PluckEngine, PluckParameters

PLANS, PROPOSALS, GENERATIONS = "/api/v1/plans", "/api/v1/proposals", "/api/v1/generations"


class SingingEngine(PluckEngine):
    """An engine that says it sings."""

    name = "singer"
    capabilities = PluckEngine.capabilities.__class__(
        min_seconds=5, max_seconds=300, sample_rate=22_050, lyrics=True
    )
    parameters: type[PluckParameters] = PluckParameters


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("planned")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    names = {"pluck": "third_party:PluckEngine", "singer": "test_plans:SingingEngine"}
    with served_alone(folder, names) as client:
        yield client


def ask(client: httpx.Client, path: str, **body: Any) -> dict[str, Any]:
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def refusal(client: httpx.Client, path: str, **body: Any) -> tuple[int, str, Any]:
    answer = client.post(path, json=body)
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["details"].get("field")


def test_a_plan_tells_what_would_be_made(client: httpx.Client) -> None:
    told = ask(client, PLANS, prompt="calm lo-fi with rain, zzyzx, 80 bpm", seed=7)
    assert told["engine"] == "composer"
    assert told["title"] == told["plan"]["title"] != ""
    assert (told["seed"], told["duration_seconds"]) == (7, 60)
    assert told["plan"]["tempo_bpm"] == 80
    assert {"text": "calm", "meaning": "mood calm"} in told["understood"]
    assert told["ignored"] == ["zzyzx"]
    assert {"name": "Genre", "text": "lofi"} in told["summary"]
    assert told["eta_seconds"] is None, "nothing was measured here"
    assert client.get("/api/v1/jobs/stats").json()["by_kind"] == {}, "nothing is queued"
    assert ask(client, PLANS, prompt="calm lo-fi with rain, zzyzx, 80 bpm", seed=7) == told


def test_an_empty_prompt_leaves_everything_to_the_engine(client: httpx.Client) -> None:
    for prompt in ("", "  ", "?!"):
        told = ask(client, PLANS, prompt=prompt, parameters={"genre": "jazz"}, seed=3)
        assert told["plan"]["genre"] == "jazz"
        assert any("no words" in notice for notice in told["notices"])
    assert ask(client, PLANS)["plan"] is not None


def test_a_seed_that_was_drawn_is_told(client: httpx.Client) -> None:
    first = ask(client, PLANS, prompt="funk")
    assert ask(client, PLANS, prompt="funk", seed=first["seed"])["plan"] == first["plan"]
    assert ask(client, PLANS, prompt="funk")["seed"] != first["seed"]


def test_an_engine_without_plans_tells_what_it_can(client: httpx.Client) -> None:
    told = ask(client, PLANS, prompt="a short scale", engine="pluck")
    assert (told["plan"], told["summary"], told["title"]) == (None, [], "")
    assert told["duration_seconds"] == 3


def test_what_cannot_be_made_is_refused_by_its_name(client: httpx.Client) -> None:
    assert refusal(client, PLANS, prompt="x", duration_seconds=2)[1:] == (
        "VALIDATION",
        "duration_seconds",
    )
    assert refusal(client, PLANS, prompt="x", parameters={"key": "H#"})[2] == "parameters.key"
    assert refusal(client, PLANS, prompt="x", parameters={"nope": 1})[2] == "parameters.nope"
    assert refusal(client, PLANS, prompt="x", engine="theremin")[0] == 404
    assert refusal(client, PLANS, prompt="x", like_track_id="0" * 26)[0] == 404
    assert refusal(client, PLANS, prompt="a" * 2_001)[:2] == (400, "INVALID_PROMPT")
    assert refusal(client, PROPOSALS, sentence="jazz", engine="theremin")[0] == 404
    assert refusal(client, PROPOSALS, sentence="jazz", follow_ups=["slower"] * 51)[0] == 422
    assert refusal(client, PROPOSALS, sentence="jazz", follow_ups=["a" * 301])[0] == 422


def test_a_plan_like_a_track_is_near_to_it(client: httpx.Client, folder: Path) -> None:
    studio = Studio(Settings(data_dir=folder / "data"))
    made = studio.generate(
        "calm funk, 100 bpm", duration=8, seed=4, formats=("wav",), parameters={"sounds": "synth"}
    )
    told = ask(client, PLANS, like_track_id=made.track.id, seed=5)
    assert told["plan"]["genre"] == "funk"
    assert told["plan"]["tempo_bpm"] == pytest.approx(100, rel=0.05)
    assert told["notices"] == []


def test_a_proposal_is_accepted_and_makes_what_it_said(client: httpx.Client, folder: Path) -> None:
    said = ["slower", "add a piano", "5 seconds", "call it Short Rest"]
    told = ask(client, PROPOSALS, sentence="calm lo-fi with rain", follow_ups=said, seed=7)
    assert [each["text"] for each in told["said"]] == ["calm lo-fi with rain", *said]
    assert all(each["understood"] for each in told["said"])
    assert told["title"] == told["plan"]["title"] == told["request"]["title"] == "Short Rest"
    assert told["plan"]["plan"] == ask(client, PLANS, **_as_plan(told["request"]))["plan"]
    answer = client.post(GENERATIONS, json=told["request"])
    assert answer.status_code == 202, answer.text
    params = answer.json()["params"]
    assert params["planned_seconds"] == told["plan"]["duration_seconds"]
    studio = Studio(Settings(data_dir=folder / "data"))
    order = GenerateOrder(
        params["prompt"], params["duration_seconds"], params["engine"], params["seed"],
        params["parameters"], formats=("wav",), title=params["title"],
    )  # fmt: skip
    made = studio.generate_one(order)
    plan = studio.library.plan(made.track.id)
    assert plan is not None
    assert dict(plan) == told["plan"]["plan"]
    assert (made.track.title, made.track.tempo_bpm) == ("Short Rest", plan["tempo_bpm"])


def _as_plan(request: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if name != "title"}


def test_answers_come_in_the_language_that_is_asked_for(client: httpx.Client) -> None:
    body = {"sentence": "calm jazz", "follow_ups": ["slower", "blargh"], "seed": 7}
    english = ask(client, PROPOSALS, **body)
    russian = ask(client, PROPOSALS, **body, language="ru")
    assert english["request"] == russian["request"]
    for one, other in zip(english["said"], russian["said"], strict=True):
        assert one["effect"].isascii() or "“" in one["effect"]
        assert any("а" <= letter <= "я" for letter in other["effect"].lower())
        assert one["understood"] == other["understood"]
    assert english["reason"] != russian["reason"]


def test_an_engine_that_cannot_be_talked_with_still_hears(client: httpx.Client) -> None:
    told = ask(
        client, PROPOSALS, sentence="a scale", engine="pluck",
        follow_ups=["slower", "20 seconds", "call it Scale", "undo", "another one"], seed=7,
    )  # fmt: skip
    request = told["request"]
    assert request["prompt"] == "a scale, slower"
    assert (request["duration_seconds"], request["title"]) == (20, None)
    assert request["seed"] != 7
    assert client.post(GENERATIONS, json=request).status_code == 202
    told = ask(client, PROPOSALS, sentence="a scale", engine="pluck", follow_ups=["2 hours"])
    assert told["request"]["duration_seconds"] == 600, "as long as it can"


def test_the_engine_is_chosen_and_the_reason_told(client: httpx.Client) -> None:
    assert ask(client, PROPOSALS, sentence="calm piano")["engine"] == "composer"
    told = ask(client, PROPOSALS, sentence="a song about the sea with vocals")
    assert (told["engine"], told["request"]["engine"]) == ("singer", "singer")
    assert "sings" in told["reason"]
    told = ask(client, PROPOSALS, sentence="песня про море, с вокалом")
    assert (told["engine"], told["reason"]) == ("singer", "Этот движок умеет петь.")
    assert ask(client, PROPOSALS, sentence="jazz without vocals")["engine"] == "composer"
    assert ask(client, PROPOSALS, sentence="vocals", engine="pluck")["engine"] == "pluck"


def test_examples_are_true_to_their_models() -> None:
    for module in (plans, proposals, engines):
        for model in vars(module).values():
            config = getattr(model, "model_config", None) or {}
            for example in (config.get("json_schema_extra") or {}).get("examples", ()):
                assert model.model_validate(example)
