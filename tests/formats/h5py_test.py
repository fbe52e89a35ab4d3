"""Files written by h5py are read by h5-sum as they were meant, or refused with a line that helps; ours are read by h5py, with the same digest.
usage: h5py_test.py TOOLS_DIR TEST_FILE_PROGRAM"""
import json, os, subprocess, sys, tempfile
import h5py, numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from digest import digest

H5_SUM, TEST_FILE = sys.argv[1] + "/h5-sum", sys.argv[2]
failures = 0

def expect(what, actual, wanted):
    global failures
    if actual != wanted:
        failures += 1
        print(f"{what}: {actual!r}, expected {wanted!r}")

def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr.strip()

def statistics(path):
    status, out, err = run(H5_SUM, "--stats", "--format", "json", path)
    expect(f"status for {path} ({err})", status, 0)
    return {d["path"]: d for d in json.loads(out)[0]["datasets"]} if status == 0 else {}

def begin(f, kind="images"):
    f.attrs["encoding-type"] = np.bytes_(kind)
    f.attrs["encoding-version"] = np.bytes_("1.0.0")

def ours_are_read_by_h5py():
    for kind in ("everything", "images", "compressed", "float-images", "latents"):
        expect(kind, run(TEST_FILE, kind, kind + ".h5")[0], 0)
        with h5py.File(kind + ".h5") as f:
            expect(f"digest of {kind}", digest(kind + ".h5"), f.attrs["content-sha256"].decode())
            if "provenance" in f:
                expect(f"digest of the rest of {kind}", digest(kind + ".h5", of_rest=True), f["provenance/seed"].attrs["rest-sha256"].decode())
    with h5py.File("compressed.h5") as f:
        expect("pixels", int(f["images"][9999, 0, 1, 1]), (9999 + 29) % 251)
        expect("chunks", f["images"].chunks, (256, 1, 28, 28))
        expect("classes", f["labels"].attrs["classes"].tolist(), [str(i).encode() for i in range(10)])

READ_AS = {"u1": "u8", "i1": "i32", "<i2": "i32", ">i2": "i32", "<u4": "i64", ">i8": "i64", "<u8": "u64", ">f8": "f64"}

def theirs_are_read():
    pixels = np.arange(5 * 3 * 4 * 4, dtype=np.uint8).reshape(5, 3, 4, 4)
    ways = {"plain": {}, "gzip": {"compression": "gzip"}, "gzip-shuffle-fletcher": {"compression": "gzip", "shuffle": True, "fletcher32": True},
            "odd-chunks": {"chunks": (2, 2, 3, 3), "compression": "gzip", "fletcher32": True},
            "growing": {"chunks": (7, 1, 4, 4), "maxshape": (None, 3, 4, 4)},
            "lzf": {"compression": "lzf"}, "lzf-shuffle-fletcher": {"compression": "lzf", "shuffle": True, "fletcher32": True}}
    for libver, high in (("earliest", "v108"), ("v108", "v108"), ("v110", "v110")):
        for dtype in ("u1", "<f4", ">f4", "<f2", ">f8", "<i2", ">i2", "<u4", ">i8", "<u8", "i1"):
            for way, options in ways.items():
                path = f"{libver}-{dtype.strip('<>')}-{way}.h5"
                with h5py.File(path, "w", libver=(libver, high)) as f:
                    begin(f, "tensor")
                    f.create_dataset("data", data=pixels.astype(dtype), **options)
                    f["scalar"] = np.float64(2.5)
                read = statistics(path).get("/data", {})
                expect(f"type of {path}", read.get("type"), READ_AS.get(dtype, "f32"))
                s = read.get("statistics", {})
                values = pixels.astype(dtype).astype("f8")
                expect(f"values of {path}", (s.get("min"), s.get("max"), s.get("mean")), (values.min(), values.max(), values.mean()))

def theirs_with_a_digest():
    with h5py.File("digest.h5", "w") as f:
        begin(f)
        f["images"] = np.zeros((2, 1, 3, 3), "u1")
        f["images"].attrs["range"] = [0.0, 255.0]
        f["labels"] = np.array([0, 1])
        f["architecture"] = np.bytes_("{}")
    with h5py.File("digest.h5", "a") as f:
        f.attrs["content-sha256"] = np.bytes_(digest("digest.h5"))
    expect("right digest", run(H5_SUM, "--check", "digest.h5")[:2], (0, "digest.h5: OK\n"))
    with h5py.File("digest.h5", "a") as f:
        f["labels"][0] = 1
    expect("wrong digest", run(H5_SUM, "--check", "digest.h5")[:2], (1, "digest.h5: FAILED\n"))
    status, out, err = run(H5_SUM, "digest.h5")
    expect("wrong digest elsewhere", (status, out, err.startswith("h5-sum: digest.h5: content digest is ")), (3, "", True))

def refusals():
    def refused(name, write, message):
        with h5py.File(name, "w") as f:
            write(f)
        expect(name, run(H5_SUM, "--stats", name)[::2], (3, f"h5-sum: {name}: {message}"))
    def with_data(**objects):
        def write(f):
            begin(f)
            for key, value in objects.items():
                f[key] = value
        return write
    def passed_over(name, write, message):
        with h5py.File(name, "w") as f:
            write(f)
        expect(name, run(H5_SUM, "--stats", name)[::2], (0, f"h5-sum: {name}: {message}: passed over"))
    kinds = "expected images, latents, model or tensor; data-import reads HDF5 of other programs"
    refused("vlen.h5", lambda f: f.attrs.update({"encoding-type": "images"}), "no attribute encoding-version, expected 1.0.0")
    refused("empty.h5", lambda f: None, "no attribute encoding-type, " + kinds)
    refused("kind.h5", lambda f: begin(f, "pictures"), "encoding-type is pictures, " + kinds)
    refused("soft.h5", with_data(images=h5py.SoftLink("/x")), "/images is a soft link, expected a hard one")
    passed_over("text.h5", with_data(architecture="{}"), '/architecture is a variable-length string, expected a fixed length: np.bytes_("...")')
    passed_over("bool.h5", with_data(mask=np.array([True])), "/mask is of bools, expected integers or floats; data-import makes images of it")
    passed_over("complex.h5", with_data(z=np.zeros(3, "c8")), "/z is of compound type, expected integers or floats")
    passed_over("null.h5", with_data(images=h5py.Empty("f4")), "/images has no extent, expected a number or an array")
    for name, number, options in (("szip", 4, {"compression": "szip"}), ("scaleoffset", 6, {"scaleoffset": 3})):
        if h5py.h5z.filter_avail(number):
            passed_over(name + ".h5", lambda f: (begin(f), f.create_dataset("a", data=np.zeros((999, 10)), **options)),
                        f"/a is stored with HDF5 filter {name} ({number}), expected deflate, shuffle, fletcher32 or lzf; "
                        "h5repack -f GZIP=6 OLD NEW rewrites it")

def the_man_page_is_right():
    """Its Python is run as it stands: digest, changing, reading, reading a pipe, writing."""
    page = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../man/gentools-hdf5.5")).read()
    blocks = (block.split("\n", 1)[1].split(".Ed")[0] for block in page.split(".Bd -literal")[1:])
    _, recipe, changing, reading, piped, writing, *_, networks = (block.replace("\\e", "\\").replace("\\-", "-") for block in blocks)
    run(TEST_FILE, "images", "digits.h5")
    run(TEST_FILE, "everything", "everything.h5")
    begin_with = "import h5py, hashlib, numpy\n"
    for name in ("digits.h5", "everything.h5"):
        status, out, err = run(sys.executable, "-c", begin_with + recipe.replace("digits.h5", name))
        with h5py.File(name) as f:
            expect(f"the page's digest of {name} ({err})", out.strip(), f.attrs["content-sha256"].decode())
    run("cp", "digits.h5", "changed.h5")
    exec(changing.replace("digits.h5", "changed.h5"), {"h5py": h5py})
    expect("what the page changes", run(H5_SUM, "--check", "changed.h5"), (0, "changed.h5: no digest\n", ""))
    found = {}
    exec(reading.replace("\n    ", "\n ").strip(), found)
    expect("pixels as the page reads them", found["pixels"].shape, (20, 1, 28, 28))
    with open("digits.h5", "rb") as f:
        done = subprocess.run([sys.executable, "-c", piped + "print(pixels.shape)"], input=f.read(), capture_output=True)
    expect("pixels through a pipe", done.stdout.decode().strip(), "(20, 1, 28, 28)")
    exec(writing, {"pixels": found["pixels"], "labels": found["labels"] % 2})
    expect("what the page writes", statistics("mine.h5")["/images"]["statistics"]["max"], 250.0)
    the_pixels_of_gen_sample(networks)

def the_pixels_of_gen_sample(networks):
    """The page's network by numpy, with what it says of each likelihood in place of the sigmoid."""
    tool = lambda name, *words: expect(f"{name} {words}", run(f"{os.path.dirname(H5_SUM)}/{name}", *words), (0, "", ""))
    tool("data-synth", "digits", "-n", "64", "--size", "8", "-q", "-o", "digits.h5")
    sigmoid = next(line for line in networks.split("\n") if line.startswith("pixels = "))
    clamped, squashed = "pixels = np.clip(x, 0, 1).reshape(images.shape)", sigmoid.replace("x.reshape", "x[:, :64].reshape")
    ways = {"bernoulli": sigmoid, "gaussian": squashed, "gaussian:0.1": clamped, "laplace:0.1,mean=sigmoid": sigmoid,
            "laplace:mean=linear": clamped.replace("x,", "x[:, :64],"), "logistic": squashed}
    for likelihood, line in ways.items():
        tool("vae-train", "digits.h5", "--likelihood", likelihood, "--encoder", "mlp:9", "--steps", "3", "--threads", "1", "-q", "--force",
             "-o", "vae.h5")
        tool("gen-sample", "vae.h5", "-n", "5", "-o", "samples.h5")
        status, out, err = run(sys.executable, "-c", networks.replace(sigmoid, line))
        expect(f"pixels of {likelihood} ({err})", status == 0 and float(out) <= 1e-6, True)
    tool("gan-train", "digits.h5", "--generator", "mlp:9", "--steps", "3", "--threads", "1", "-q", "-o", "gan.h5")
    tool("gen-sample", "gan.h5", "-n", "5", "-o", "samples.h5")
    tanh = "pixels = (np.tanh(x).reshape(images.shape) + 1) / 2"
    of_a_gan = networks.replace("vae.h5", "gan.h5").replace("decoder", "generator").replace(sigmoid, tanh)
    status, out, err = run(sys.executable, "-c", of_a_gan)
    expect(f"pixels of a GAN ({err})", status == 0 and float(out) <= 1e-6, True)

os.chdir(tempfile.mkdtemp())
for test in (the_man_page_is_right, ours_are_read_by_h5py, theirs_are_read, theirs_with_a_digest, refusals):
    test()
subprocess.run(["rm", "-rf", os.getcwd()])
sys.exit(failures > 0)
