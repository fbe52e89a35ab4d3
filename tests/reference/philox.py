"""The numbers of lib/core/random.hpp, by a Philox 4x32-10 of their own."""
import numpy as np


def philox(counter, key):
    x, (k0, k1) = list(counter), key
    for _ in range(10):
        a, b = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(b >> 32) ^ x[1] ^ k0, b & 0xFFFFFFFF, (a >> 32) ^ x[3] ^ k1, a & 0xFFFFFFFF]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return x


def words(seed, purpose, step, row, block):
    return philox([block, row, step & 0xFFFFFFFF, (step >> 32) << 8 | purpose], [seed & 0xFFFFFFFF, seed >> 32])


def normals(seed, purpose, step, row, n, first=0):
    """Columns first ... first + n - 1 of a row; `first` is a multiple of 4."""
    out = []
    for block in range(first // 4, first // 4 + (n + 3) // 4):
        four = words(seed, purpose, step, row, block)
        for a, b in (four[:2], four[2:]):
            radius = np.sqrt(-2 * np.log((a + 0.5) / 2**32))
            # The upper two bits are the quarter turn, the others an angle from -pi/4 to pi/4 within it.
            angle = ((b & 0x3FFFFFFF) / 2**30 - 0.5) * np.pi / 2 + (b >> 30) * np.pi / 2
            out += [radius * np.cos(angle), radius * np.sin(angle)]
    return out[:n]


def below(seed, purpose, step, count, n):
    """`count` draws of 0 ... n-1, one after the other: Lemire, 2019, without the draws that it takes anew, which are rare."""
    out = []
    for i in range(count):
        product = words(seed, purpose, step, 0, i // 4)[i % 4] * n
        assert product & 0xFFFFFFFF >= n
        out.append(product >> 32)
    return out
