"""Reads metrics by the strict reader of OpenMetrics that Prometheus' authors keep in Python, and says how many there are."""

import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families


def read(text):
    families = list(text_string_to_metric_families(text))
    assert families, "there are no metrics"
    for family in families:
        assert family.name.startswith("capataz_"), family.name
        assert family.documentation.endswith("."), f"{family.name}: no sentence to help"
        if family.name.endswith("_seconds"):
            assert family.unit == "seconds", f"{family.name}: no unit"
    return families


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = read(file.read())
    print(f"OpenMetrics: {len(found)} families, {sum(len(family.samples) for family in found)} samples")
