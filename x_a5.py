import tempfile
from pathlib import Path
from tests.bench import size
from tests.bench.size import _made,_copying
from tests.helpers.large_site import Size
with tempfile.TemporaryDirectory() as d:
    with _made(Path(d)/"x", Size(6,2,20,1,3,0,1,1), "small"):
        for label, s, note in _copying(Path(d)/"copy"): print(f"  {label:52}{s:8.1f}  ({note})")
