"""The process of a package: the drawing itself, and the table of steps beside it, one to one."""

from typing import Any, Final

from tinhso.foundation.workflow.public import Outline, inspect
from tinhso.government.procedures.package.reading import PROCEDURE, PROCESS, Package
from tinhso.government.procedures.rules.building import build_cases, build_limit
from tinhso.government.procedures.rules.working_hours import at_least_hours, at_most_hours

ROLE_OF_LAST: Final = "one_stop_officer"


def check(package: Package) -> None:
    """Judge process.bpmn and the steps of procedure.yaml."""
    outline = inspect(package.texts[PROCESS].encode())
    for problem in outline.problems:
        package.tell(PROCESS, problem.line, f"process_{problem.code}", problem.sentence)
    if outline.problems:
        return
    steps = package.value(PROCEDURE)["steps"]
    _one_to_one(package, steps, outline)
    _outcomes(package, steps, outline)
    _acts(package, steps, outline)
    _time(package)


def _one_to_one(package: Package, steps: list[dict[str, Any]], outline: Outline) -> None:
    lines = {task.id: task.line for task in outline.tasks}
    seen: set[str] = set()
    for place, step in enumerate(steps):
        task = step["task"]
        if task in seen:
            package.tell_at(PROCEDURE, f"/steps/{place}/task", "step_twice", f"Bước “{task}” được viết hai lần.")
        elif task not in lines:
            package.tell_at(
                PROCEDURE,
                f"/steps/{place}/task",
                "step_not_drawn",
                f"Bước “{task}” không có trong {PROCESS}. Thêm vào sơ đồ hoặc bỏ bước này.",
            )
        seen.add(task)
    for task, line in lines.items():
        if task not in seen:
            package.tell(
                PROCESS,
                line,
                "task_without_step",
                f"Việc “{task}” chưa có trong “steps” của {PROCEDURE}: không ai được giao, không có hạn.",
            )


def _outcomes(package: Package, steps: list[dict[str, Any]], outline: Outline) -> None:
    for place, step in enumerate(steps):
        drawn = set(outline.outcomes_by_task.get(step["task"], step["outcomes"]))
        pointer = f"/steps/{place}/outcomes"
        for code in sorted(drawn - set(step["outcomes"])):
            package.tell_at(
                PROCEDURE,
                pointer,
                "outcome_missing",
                f"Sơ đồ rẽ theo “{code}” sau “{step['task']}”. Thêm chữ nút cho “{code}”.",
            )
        for code in sorted(set(step["outcomes"]) - drawn):
            package.tell_at(
                PROCEDURE,
                f"{pointer}/{code}",
                "outcome_not_drawn",
                f"Sơ đồ không rẽ theo “{code}” sau “{step['task']}”. Bỏ nút này hoặc vẽ thêm nhánh.",
            )


def _acts(package: Package, steps: list[dict[str, Any]], outline: Outline) -> None:
    """Something is signed before it is handed over, and handing over ends the process at the one-stop."""
    acts = [step["act"] for step in steps]
    if acts.count("sign") != 1:
        package.tell_at(PROCEDURE, "/steps", "sign_once", "Cần đúng một bước “act: sign”: kết quả được ký một lần.")
    if acts.count("hand_over") != 1:
        package.tell_at(PROCEDURE, "/steps", "hand_over_once", "Cần đúng một bước “act: hand_over” ở cuối.")
    for place, step in enumerate(steps):
        if step["act"] != "hand_over":
            continue
        if step["role"] != ROLE_OF_LAST:
            package.tell_at(
                PROCEDURE, f"/steps/{place}/role", "hand_over_role", f"Bước trả kết quả có “role: {ROLE_OF_LAST}”."
            )
        if any(outline.moves.get(step["task"], {}).values()):
            package.tell_at(
                PROCEDURE, f"/steps/{place}/task", "hand_over_last", "Bước trả kết quả phải là bước cuối trong sơ đồ."
            )


def _time(package: Package) -> None:
    """What the steps take together fits into every case."""
    raw = package.value(PROCEDURE)
    for place, case in enumerate(build_cases(raw)):
        limits = [step.get("allowances", {}).get(case.code, step["allowance"]) for step in raw["steps"]]
        spent = sum(at_least_hours(build_limit(limit)) for limit in limits)
        for key, limit in (("allowance", case.limit), ("allowance_online", case.limit_online)):
            if limit and spent > at_most_hours(limit):
                package.tell_at(
                    PROCEDURE,
                    f"/cases/{place}/{key}",
                    "steps_too_long",
                    f"Các bước cộng lại {float(spent):g} giờ làm việc, dài hơn thời hạn của trường hợp này.",
                )
