# Files of gentools in R, by hdf5r (Debian: r-cran-hdf5r).
#
#     set <- read_images("digits.h5")
#     write_images("darker.h5", set$pixels %/% 2L, set$labels)
#     latents <- read_latents("latents.h5")$latents
#
# R keeps the first index nearest, so dimensions are in reverse order here: pixels are [W,H,C,N], latents [D,N], a weight [in,out].
suppressPackageStartupMessages(library(hdf5r))

part <- function(file, name) if (file$exists(name)) file[[name]]$read() else NULL

# Texts must have a fixed length: hdf5r's own are variable, which the tools refuse.
start <- function(path, kind) {
    file <- H5File$new(path, mode = "w")
    text <- function(name, value)
        file$create_attr(name, value, dtype = H5T_STRING$new(size = nchar(value, "bytes")), space = H5S$new("scalar"))
    text("encoding-type", kind)
    text("encoding-version", "1.0.0")
    file
}

# pixels [W,H,C,N] and labels [N] or NULL.
read_images <- function(path) {
    file <- H5File$new(path, mode = "r")
    on.exit(file$close_all())
    list(pixels = file[["images"]]$read(drop = FALSE), labels = part(file, "labels"))
}

# pixels [W,H,C,N]: whole numbers from 0 to 255, or with bytes = FALSE any from 0 to 1.
write_images <- function(path, pixels, labels = NULL, bytes = TRUE) {
    file <- start(path, "images")
    on.exit(file$close_all())
    type <- if (bytes) h5types$H5T_STD_U8LE else h5types$H5T_IEEE_F32LE
    file$create_dataset("images", pixels, dtype = type, chunk_dims = NULL)
    if (!is.null(labels)) file$create_dataset("labels", as.integer(labels), dtype = h5types$H5T_STD_I32LE, chunk_dims = NULL)
}

# latents [D,N], mean and logvar likewise or NULL. A file of samples has latents as well.
read_latents <- function(path) {
    file <- H5File$new(path, mode = "r")
    on.exit(file$close_all())
    list(latents = file[["latents"]]$read(drop = FALSE), mean = part(file, "mean"), logvar = part(file, "logvar"))
}

# For gen-sample --latents and latent-interp.
write_latents <- function(path, latents) {
    file <- start(path, "latents")
    on.exit(file$close_all())
    file$create_dataset("latents", latents, dtype = h5types$H5T_IEEE_F32LE, chunk_dims = NULL)
}

# Of a model the architecture, as JSON, and the parameters: $parameters[["encoder/0/weight"]] is [in,out], so that a layer is t(weight) %*% x + bias.
read_parameters <- function(path) {
    file <- H5File$new(path, mode = "r")
    on.exit(file$close_all())
    names <- file[["parameters"]]$ls(recursive = TRUE)
    names <- names$name[names$obj_type == "H5I_DATASET"]
    list(architecture = file[["architecture"]]$read(),
         parameters = sapply(names, function(name) file[["parameters"]][[name]]$read(), simplify = FALSE))
}
