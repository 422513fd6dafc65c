"""Who looks at the pages. Airflow does not authenticate what plugins serve: every route asks here.

A reader is a user whom Airflow lets see the DAG ``reconcile_smelters``, a decider one whom it lets edit that DAG: roles
are those of Airflow's auth manager, whichever it is (simple: viewer and user; FAB: can_read and can_edit on the DAG).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from airflow.api_fastapi.core_api.security import get_user, requires_access_dag
from fastapi import Depends, HTTPException, Request

DAG_ID = "reconcile_smelters"
_may_read = requires_access_dag("GET", param_dag_id=DAG_ID)
_may_edit = requires_access_dag("PUT", param_dag_id=DAG_ID)


@dataclass(frozen=True)
class Visitor:
    """A signed-in user: Airflow's id, the name that decisions are recorded under, and whether they may decide."""

    user_id: str
    name: str
    may_decide: bool


def reader(request: Request, user: Annotated[object, Depends(get_user)]) -> Visitor:
    """The signed-in user; raises HTTPException 401 for nobody, 403 for one who may not read."""
    if not _allowed(_may_read, request, user):
        raise HTTPException(403, f"These pages are for users who may see the DAG {DAG_ID}. Ask who runs this Airflow.")
    return Visitor(str(user.get_id()), str(user.get_name()), _allowed(_may_edit, request, user))  # type: ignore[attr-defined]


def decider(visitor: Annotated[Visitor, Depends(reader)]) -> Visitor:
    """The signed-in user who may decide; raises HTTPException 403 for one who may only read."""
    if not visitor.may_decide:
        raise HTTPException(403, "Your role lets you read, not decide.")
    return visitor


def _allowed(asked: Callable[[Request, object], None], request: Request, user: object) -> bool:
    try:
        asked(request, user)
    except HTTPException:
        return False
    return True
