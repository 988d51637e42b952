"""What a stranger's index might hold: a pickle that leaves a mark where it is read."""

import pickle
from pathlib import Path


class _Trap:
    def __reduce__(self):
        return (Path.touch, (Path("sprung").absolute(),))


def set_trap():
    """The bytes of one, which is seen to work."""
    trap = pickle.dumps(_Trap())
    pickle.loads(trap)  # noqa: S301  (our own)
    Path("sprung").unlink()
    return trap


def is_sprung():
    return Path("sprung").exists()
