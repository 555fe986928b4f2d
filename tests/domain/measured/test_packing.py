"""Samples of a day in a few bytes: nothing of them is lost."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.measured.packing import pack, unpack
from statuspage.domain.measured.samples import ProbeState, Sample, merged

DAY = datetime(2026, 7, 1, tzinfo=UTC)

SAMPLES = st.lists(
    st.builds(
        lambda second, state, latency: Sample(DAY + timedelta(seconds=second), state, latency),
        st.integers(0, 86_399),
        st.sampled_from(ProbeState),
        st.one_of(st.none(), st.integers(0, 86_400_000)),
    )
)


@given(SAMPLES.map(merged))
def test_packed_samples_come_back(samples: list[Sample]) -> None:
    assert unpack(DAY, pack(DAY, samples)) == samples


def test_minutely_day_takes_less_than_two_bytes_a_check() -> None:
    chance = random.Random(1)
    samples = [
        Sample(
            DAY + timedelta(seconds=60 * n + chance.choice([0, 0, 0, 1])),
            ProbeState.DOWN if n % 300 < 3 else ProbeState.UP,
            int(120 * chance.lognormvariate(0, 0.35)),
        )
        for n in range(1440)
    ]
    assert len(pack(DAY, samples)) < 1.5 * len(samples)
