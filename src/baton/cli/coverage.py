"""`./baton coverage [PACK…] --register DIR`: register = pack = scenarios; with --mutate, what no scenario notices."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from baton.coverage.kept import KeptVerdicts
from baton.coverage.mutants import Mutant, mutants_of
from baton.coverage.register import STATES, Coverage, coverage_of
from baton.coverage.survivors import FILE, Survivor, read_survivors
from baton.coverage.trials import PROCESSES, Trial, Verdict, judge_all, prepared
from baton.packs_on_disk import clauses_in, editions_of, load
from baton.policy import model as m
from baton.stories.model import Story
from baton.stories.on_disk import PACKS, england, pack_of, read_file, story_files

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="PACK…", help="Authorities, or folders of packs; all that have a register if none."),
]


def register(app: typer.Typer) -> None:
    """Adds this command."""

    @app.command("coverage")
    def _coverage(
        packs: Names = None,
        register: Annotated[
            Path | None, typer.Option("--register", metavar="DIR", help="The folder of clause registers.")
        ] = None,
        root: Annotated[Path, typer.Option("--packs", metavar="DIR", help="The folder of all packs.")] = PACKS,
        mutate: Annotated[bool, typer.Option("--mutate", help="Change rules one by one: who notices?")] = False,
        clause: Annotated[str, typer.Option("--clause", help="With --mutate: only rules that cite this clause.")] = "",
        processes: Annotated[int, typer.Option("--processes", help="With --mutate.")] = PROCESSES,
        keep: Annotated[
            Path | None,
            typer.Option(
                "--keep", metavar="FILE", help="With --mutate: what is noticed is kept here, not tried again."
            ),
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
    ) -> None:
        """Say which clauses of a register are enforced, advisory, guidance, missing or without a scenario."""
        raise typer.Exit(coverage(packs or (), register, root, mutate, as_json, clause, processes, keep))


def coverage(
    names: Sequence[str], register: Path | None, root: Path = PACKS, mutate: bool = False, as_json: bool = False,
    clause: str = "", processes: int = PROCESSES, keep: Path | None = None,
) -> int:  # fmt: skip
    """Prints; 0, or 1 if a clause is missing, a pack cannot be read, or with --mutate a change is not noticed."""
    wanted = list(names) or [p.stem for p in sorted(register.glob("*.yaml"))] if register is not None else list(names)
    if not wanted:
        typer.echo("Name a pack, or a folder of clause registers with --register.", err=True)
        return 2
    values: dict[str, Any] = {}
    bad = False
    for one in wanted:
        folder = root / one if (root / one).is_dir() else Path(one)
        name, pack = folder.name, _pack(folder)
        if pack is None:
            bad = True
            continue
        stories = _stories(folder)
        values[name] = {}
        if register is not None:
            bad = _register(name, pack, stories, register, values[name], as_json) or bad
        if mutate:
            bad = _mutate(name, pack, stories, folder.parent, values[name], (as_json, clause, processes, keep)) or bad
    if as_json:
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2))
    return 1 if bad else 0


def _pack(folder: Path) -> m.Pack | None:
    editions = editions_of(folder)
    if not editions:
        typer.echo(f"There is no pack {folder}.", err=True)
        return None
    result = load(editions[-1])
    for error in result.errors if result.pack is None else ():
        typer.echo(str(error), err=True)
    return result.pack


def _stories(folder: Path) -> list[Story]:
    found = []
    for path in story_files([folder / "scenarios"]) if (folder / "scenarios").is_dir() else ():
        result = read_file(path)
        for error in result.errors:
            typer.echo(str(error), err=True)
        if result.story is not None:
            found.append(result.story)
    return found


# --- register = pack = scenarios -------------------------------------------------------------------------------------


def _register(
    name: str, pack: m.Pack, stories: list[Story], register: Path, values: dict[str, Any], as_json: bool
) -> bool:
    file = register / f"{name}.yaml"
    if not file.is_file():
        typer.echo(f"There is no register {file}.", err=True)
        return True
    cites = {Path(story.file).stem: story.cites for story in stories}
    found = coverage_of(pack, clauses_in(file), cites)
    values["register"] = _coverage_values(found)
    if not as_json:
        _print_coverage(found)
    return bool(found.of("missing"))


def _print_coverage(found: Coverage) -> None:
    counts = ", ".join(f"{len(found.of(state))} {state}" for state in STATES)
    untried = f"{len(found.untried)} without a scenario"
    typer.echo(f"{found.authority}: {len(found.clauses)} clauses: {counts}; {untried}.")
    for clause in found.of("missing"):
        typer.echo(f"  missing: {clause.id}")
    for clause in found.untried:
        typer.echo(f"  without a scenario: {clause.id} ({clause.state} by {', '.join(clause.by)})")
    for id, by in found.unknown:
        typer.echo(f"  not in the register: {id} (cited by {by})")
    for clause in found.of("guidance"):
        typer.echo(f"  guidance: {clause.id}: {clause.because}")


def _coverage_values(found: Coverage) -> dict[str, Any]:
    return {
        "counts": {**{s: len(found.of(s)) for s in STATES}, "without_a_scenario": len(found.untried)},
        "clauses": [
            {"clause": c.id, "state": c.state, "by": list(c.by), "because": c.because, "scenarios": list(c.scenarios)}
            for c in found.clauses
        ],
        "not_in_the_register": [{"clause": clause, "by": by} for clause, by in found.unknown],
    }


# --- mutants ---------------------------------------------------------------------------------------------------------


def _mutate(
    name: str,
    pack: m.Pack,
    stories: list[Story],
    root: Path,
    values: dict[str, Any],
    how: tuple[bool, str, int, Path | None],
) -> bool:
    as_json, clause, processes, keep = how
    ready = [(story, pack_of(story, root)) for story in stories]
    trials = [prepared(story, found, england()) for story, found in ready if found.packs is not None]
    mutants = [one for one in mutants_of(pack) if not clause or clause in one.clauses]
    explained = _survivors(root / name)
    verdicts = _judged(mutants, trials, processes, keep, as_json)
    alive = [v for v in verdicts if not v.killed_by]
    why = {v.mutant: next((s.because for s in explained if s.explains(mutants[v.mutant])), "") for v in alive}
    values["mutants"] = _mutant_values(mutants, verdicts, why)
    if not as_json:
        _print_mutants(name, mutants, verdicts, why)
        for one in explained if not clause else ():
            if not any(one.explains(mutants[place]) for place in why):
                typer.echo(
                    f"  {FILE} explains what is noticed now, or is gone: {one.rule}: {one.operator} {one.detail}"
                )
    return any(not because for because in why.values())


def _judged(
    mutants: list[Mutant], trials: list[Trial], processes: int, keep: Path | None, as_json: bool
) -> list[Verdict]:
    kept = KeptVerdicts(keep) if keep is not None else None
    untried = kept.untried(mutants) if kept is not None else list(range(len(mutants)))
    known = kept.known(mutants) if kept is not None else []
    tell = _progress(len(untried))

    def progress(found: list[Verdict]) -> None:
        if kept is not None and (len(found) % 100 == 0 or len(found) == len(untried)):
            kept.keep(mutants, [v._replace(mutant=untried[v.mutant]) for v in found])
        if not as_json:
            tell(len(found))

    new = judge_all([mutants[place] for place in untried], trials, processes, progress)
    return sorted(known + [v._replace(mutant=untried[v.mutant]) for v in new])


def _survivors(folder: Path) -> tuple[Survivor, ...]:
    for path in (folder / "scenarios" / FILE, folder / FILE):
        if path.is_file():
            found, problems = read_survivors(str(path), path.read_text(encoding="utf-8"))
            for problem in problems:
                typer.echo(str(problem), err=True)
            return found
    return ()


def _progress(total: int) -> Any:
    def tell(done: int) -> None:
        if sys.stderr.isatty() and (done % 20 == 0 or done == total):
            print(f"\r{done} of {total} changes tried", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return tell


def _print_mutants(name: str, mutants: list[Mutant], verdicts: list[Verdict], why: dict[int, str]) -> None:
    killed = sum(1 for v in verdicts if v.killed_by)
    known = sum(1 for because in why.values() if because)
    rate = f"{100 * killed // max(len(mutants), 1)}%"
    typer.echo(f"{name}: {len(mutants)} changes: {killed} noticed ({rate}), {len(why) - known} not, {known} explained.")
    by_clause: dict[str, list[Mutant]] = {}
    for index, because in why.items():
        if not because:
            by_clause.setdefault(", ".join(mutants[index].clauses) or "no clause", []).append(mutants[index])
    for clauses, alive in sorted(by_clause.items()):
        typer.echo(f"  {clauses}")
        for mutant in alive:
            typer.echo(f"    {mutant.name}")


def _mutant_values(mutants: list[Mutant], verdicts: list[Verdict], why: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "rule": mutants[v.mutant].rule, "clauses": list(mutants[v.mutant].clauses),
            "operator": mutants[v.mutant].operator, "detail": mutants[v.mutant].detail, "killed_by": v.killed_by,
            "explained": why.get(v.mutant, ""), "crashed": v.crashed,
        }
        for v in verdicts
    ]  # fmt: skip
