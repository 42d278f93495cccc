"""Writes Golden/*: small files of pyarrow and polars, and the cells that are in them.

    python3 Tests/RapportArrowTests/golden.py

Made with pyarrow 26.0.1 and polars 2.1.0; the tests read what is committed and need neither.
"""
import datetime as dt
import decimal
import os

import polars as pl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.ipc as ipc

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Golden")
UTC = dt.timezone.utc


def columns():
    """One column of each type; three rows, the second of which is missing."""
    day, at = dt.date(2025, 1, 31), dt.datetime(2025, 1, 31, 9, 30, 0, 123456)
    made = {}
    for name in ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]:
        kind = getattr(pa, name)()
        made[name] = pa.array([7, None, 100], kind)
    made["float16"] = pa.array([1.5, None, -0.25], pa.float16())
    made["float32"] = pa.array([1.5, None, float("nan")], pa.float32())
    made["float64"] = pa.array([1.1, None, float("inf")], pa.float64())
    made["bool"] = pa.array([True, None, False])
    made["null"] = pa.nulls(3)
    texts = ["王芳", None, "a longer text of more than twelve bytes"]
    made["string"] = pa.array(texts, pa.string())
    made["large_string"] = pa.array(texts, pa.large_string())
    made["string_view"] = pa.array(texts, pa.string_view())
    made["dictionary8"] = pa.array(texts).dictionary_encode().cast(pa.dictionary(pa.int8(), pa.string()))
    made["dictionary_u16"] = pa.DictionaryArray.from_arrays(
        pa.array([1, None, 0], pa.uint16()), pa.array(["b", "a"], pa.large_string()))
    made["dictionary_of_int"] = pa.DictionaryArray.from_arrays(
        pa.array([1, None, 0], pa.int64()), pa.array([10, 20], pa.int32()))
    # Twice the same entry, and a missing one.
    made["dictionary_loose"] = pa.DictionaryArray.from_arrays(
        pa.array([2, 1, 0], pa.int32()), pa.array(["a", None, "a"]))
    made["date32"] = pa.array([day, None, day], pa.date32())
    made["date64"] = pa.array([day, None, day], pa.date64())
    for unit in ["s", "ms", "us", "ns"]:
        made["timestamp_" + unit] = pa.array([at, None, at], pa.timestamp("us")).cast(pa.timestamp(unit), safe=False)
        made["duration_" + unit] = pa.array([-5, None, 1500], pa.duration(unit))
    made["timestamp_utc"] = pa.array([at, None, at], pa.timestamp("us", "UTC"))
    made["timestamp_zone"] = made["timestamp_ms"].cast(pa.timestamp("ms", "UTC")).cast(pa.timestamp("ms", "+08:00"))
    made["time32"] = pa.array([1, None, 86399], pa.time32("s"))
    made["time64"] = pa.array([1_000, None, 86_399_000_000_000], pa.time64("ns"))
    D = decimal.Decimal
    made["decimal128"] = pa.array([D("12.34"), None, D("-0.01")], pa.decimal128(18, 2))
    made["decimal128_int"] = pa.array([D(12), None, D(-7)], pa.decimal128(38, 0))
    made["decimal256"] = pa.array([D("12.5"), None, D("-" + "9" * 40 + ".5")], pa.decimal256(50, 1))
    made["struct"] = pa.array([{"id": 1, "in": {"name": "A"}}, None, {"id": None, "in": None}])
    return made


def write(name, table, **options):
    path = os.path.join(HERE, name)
    if name.endswith(".arrows"):
        with pa.OSFile(path, "wb") as sink, ipc.new_stream(sink, table.schema, options=ipc.IpcWriteOptions(**options)) as to:
            to.write_table(table)
    else:
        with pa.OSFile(path, "wb") as sink, ipc.new_file(sink, table.schema, options=ipc.IpcWriteOptions(**options)) as to:
            to.write_table(table)


def main():
    os.makedirs(HERE, exist_ok=True)
    table = pa.table(columns())
    write("types.arrow", table)
    write("types.arrows", table)
    write("types_lz4.arrow", table, compression="lz4")
    write("types_zstd.arrows", table, compression="zstd")
    write("types_v4.arrow", table.drop_columns(["string_view"]), metadata_version=ipc.MetadataVersion.V4)
    write("types_before_0_15.arrows", table.drop_columns(["string_view"]), use_legacy_format=True,
          metadata_version=ipc.MetadataVersion.V4)
    write("sliced.arrow", pa.concat_tables([table.slice(1, 2), table.slice(0, 0), table.slice(2, 1)]))
    write("empty.arrow", table.slice(0, 0))
    write("no_columns.arrow", pa.table({}))
    long = pa.table({"n": pa.array(range(100), pa.int32()), "s": pa.array([f"text {i % 7}" for i in range(100)])})
    feather.write_feather(long, os.path.join(HERE, "batches.feather"), chunksize=32, compression="lz4")

    # A dictionary that grows, then one that takes its place.
    schema = pa.schema([("d", pa.dictionary(pa.int32(), pa.string()))])
    options = ipc.IpcWriteOptions(emit_dictionary_deltas=True)
    with pa.OSFile(os.path.join(HERE, "dictionaries.arrows"), "wb") as sink, \
            ipc.new_stream(sink, schema, options=options) as to:
        for entries, places in [(["a"], [0, None]), (["a", "b"], [1, 0]), (["x", "y"], [1, 0]), (["x", "y"], [0])]:
            array = pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), pa.array(entries))
            to.write_batch(pa.record_batch([array], schema=schema))

    refused = pa.table({
        "ok": pa.array([1]), "bytes": pa.array([b"x"]), "map": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())),
        "interval": pa.array([pa.MonthDayNano([1, 2, 3])]),
        "union": pa.UnionArray.from_sparse(pa.array([0], pa.int8()), [pa.array([1])]),
        "fixed": pa.array([b"xy"], pa.binary(2)), "views": pa.array([b"x"], pa.binary_view()), "after": pa.array(["z"]),
    })
    write("refused.arrow", refused)
    write("too_large.arrow", pa.table({"n": pa.array([1, 2**63, 2**64 - 1, None], pa.uint64())}))
    write("nanoseconds.arrow", pa.table({"t": pa.array([1_001, 2_000, None, -1], pa.timestamp("ns"))}))
    write("lists.arrow", pa.table({
        "ints": pa.array([[1, 2], None, [], [None, 3]], pa.list_(pa.int32())),
        "texts": pa.array([["a"], ["王", ""], None, []], pa.large_list(pa.string())),
        "fixed": pa.array([[1.5, 2.5], None, [float("nan"), 0.0], [1.0, 2.0]], pa.list_(pa.float64(), 2)),
        "codes": pa.array([["x", "y"], ["x"], None, []], pa.list_(pa.dictionary(pa.int8(), pa.string()))),
    }))

    frame = pl.DataFrame({
        "id": [1, None, 3], "名": ["王芳", None, "a longer text of more than twelve bytes"],
        "cat": pl.Series(["u", None, "v"], dtype=pl.Categorical), "enum": pl.Series(["u", None, "v"], dtype=pl.Enum(["v", "u"])),
        "day": [dt.date(2025, 1, 31), None, dt.date(1969, 12, 31)],
        "at": pl.Series([dt.datetime(2025, 1, 31, 9, 30), None, dt.datetime(1960, 1, 1)], dtype=pl.Datetime("us", "Asia/Shanghai")),
        "span": pl.Series([dt.timedelta(seconds=1), None, dt.timedelta(days=-1)], dtype=pl.Duration("ms")),
        "flag": [True, None, False], "x": [0.5, None, float("nan")],
    })
    frame.write_ipc(os.path.join(HERE, "polars.arrow"))
    frame.write_ipc(os.path.join(HERE, "polars_zstd.arrow"), compression="zstd")
    frame.write_ipc_stream(os.path.join(HERE, "polars.arrows"))
    frame.write_ipc(os.path.join(HERE, "polars_oldest.arrow"), compat_level=pl.CompatLevel.oldest(), compression="lz4")


main()
