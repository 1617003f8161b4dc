"""Values of an object that are worked out when they are first asked for.

What belongs here: `lazy` alone. It is `functools.cached_property` as Python has it from 3.12 on: that of 3.11 takes a
lock for each value, which costs more than most of them, and one thread reads a document.
"""

from collections.abc import Callable
from typing import Generic, Self, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801
    """A method that becomes an attribute with the value it gave. Its class has a `__dict__`."""

    def __init__(self, work: Callable[..., T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object, owner: type) -> T | Self:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work(instance)
        return value
