"""Reads a file of ours with pyarrow and polars, checks it, and writes it again in their own ways.

    python3 peers.py FOLDER

FOLDER holds `ours.arrow` and `ours.arrows`. Each rewriting is a file more there; its name is printed.
"""
import os
import sys

import polars as pl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.ipc as ipc

folder = sys.argv[1]


def path(name):
    return os.path.join(folder, name)


def put(name, table, stream=False, **options):
    make = ipc.new_stream if stream else ipc.new_file
    with pa.OSFile(path(name), "wb") as sink, make(sink, table.schema, options=ipc.IpcWriteOptions(**options)) as to:
        to.write_table(table, max_chunksize=chunk)
    print(name)


with pa.memory_map(path("ours.arrow")) as source:
    table = ipc.open_file(source).read_all()
with pa.OSFile(path("ours.arrows")) as source:
    streamed = ipc.open_stream(source).read_all()
table.validate(full=True)
streamed.validate(full=True)
assert table.equals(streamed, check_metadata=True)
chunk = max(1, table.num_rows // 3)

put("pyarrow.arrow", table)
put("pyarrow.arrows", table, stream=True)
put("pyarrow_lz4.arrow", table, compression="lz4")
put("pyarrow_zstd.arrows", table, stream=True, compression="zstd")
feather.write_feather(table, path("pyarrow.feather"))
print("pyarrow.feather")


def other(field):
    """Another type for the same values."""
    kind = field.type
    if pa.types.is_dictionary(kind):
        return pa.string_view() if "view" in field.name else pa.dictionary(pa.int16(), pa.large_string())
    if pa.types.is_string(kind):
        return pa.string_view()
    if pa.types.is_timestamp(kind):
        return kind
    return kind


wide = pa.table([table[f.name].cast(other(f)) for f in table.schema],
                schema=pa.schema([pa.field(f.name, other(f), metadata=f.metadata) for f in table.schema]))
put("pyarrow_other.arrow", wide)

frame = pl.read_ipc(path("ours.arrow"))
assert frame.equals(pl.read_ipc_stream(path("ours.arrows")))
assert frame.height == table.num_rows and frame.width == table.num_columns
for name in frame.columns:
    nulls = frame[name].null_count()
    assert nulls == table[name].null_count, (name, nulls)
frame.write_ipc(path("polars.arrow"))
frame.write_ipc(path("polars_zstd.arrow"), compression="zstd")
frame.write_ipc(path("polars_oldest.arrow"), compat_level=pl.CompatLevel.oldest(), compression="lz4")
frame.write_ipc_stream(path("polars.arrows"))
for name in ["polars.arrow", "polars_zstd.arrow", "polars_oldest.arrow", "polars.arrows"]:
    print(name)
