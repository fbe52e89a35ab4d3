#!/usr/bin/python3
"""usage: readme-files.py FOLDER

Makes the files that README.md imports, under their names and in their formats.
"""
import os
import sys
import zipfile

from small_files import cifar10, mat, matrix, mnist, pixels, png, write

os.chdir(sys.argv[1])
mnist("train", 400)
mnist("t10k", 100)
for batch in range(1, 6):
    cifar10(f"data_batch_{batch}.bin", 30)
cifar10("test_batch.bin", 50)
with zipfile.ZipFile("img_align_celeba.zip", "w") as faces:
    for i in range(8):
        faces.writestr(f"img_align_celeba/{i + 1:06}.png", png(178, 218, i))
for i in range(8):
    write(f"photographs/{i}.png", png(60 + i, 50, i))
mat("frey_rawface.mat", matrix(b"ff", (560, 30), b"".join(pixels(20, 28, i % 10) for i in range(30))))
write("optdigits.tra", "".join(",".join(str(p // 16) for p in pixels(8, 8, i % 10)) + f",{i % 10}\n" for i in range(50)).encode())
