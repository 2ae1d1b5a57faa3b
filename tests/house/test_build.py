"""The build names only what exists; the bundle itself is not built here."""

import ast
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_build_names_files_and_modules_that_exist() -> None:
    tree = ast.parse((ROOT / "build.spec").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {node.func.id: node for node in calls if isinstance(node.func, ast.Name)}
    (scripts,) = (ast.literal_eval(named["Analysis"].args[0]),)
    assert all((ROOT / script).is_file() for script in scripts)
    given = {each.arg: each.value for each in named["Analysis"].keywords}
    hidden = given["hiddenimports"]
    assert isinstance(hidden, ast.List)
    names = [each.value for each in hidden.elts if isinstance(each, ast.Constant)]
    assert names
    assert all(find_spec(str(name)) is not None for name in names)
