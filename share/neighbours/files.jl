# Files of gentools in Julia, by HDF5.jl (0.16 or later).
#
#     pixels, labels = read_images("digits.h5")
#     write_images("darker.h5", pixels .÷ 0x02, labels)
#     latents = read_latents("latents.h5").latents
#
# Julia keeps the first index nearest, so dimensions are in reverse order here: pixels are [W,H,C,N], latents [D,N], a weight [in,out].
using HDF5

part(file, name) = haskey(file, name) ? read(file[name]) : nothing

# A String becomes an attribute of fixed length, as it must be.
function start(file, kind)
    attributes(file)["encoding-type"] = kind
    attributes(file)["encoding-version"] = "1.0.0"
end

"Pixels [W,H,C,N], UInt8 or Float32, and labels [N] or nothing."
read_images(path) = h5open(file -> (read(file["images"]), part(file, "labels")), path, "r")

"Pixels [W,H,C,N]: UInt8 from 0 to 255, or Float32 from 0 to 1."
function write_images(path, pixels::Array{<:Union{UInt8,Float32},4}, labels = nothing)
    h5open(path, "w") do file
        start(file, "images")
        file["images"] = pixels
        labels === nothing || (file["labels"] = Vector{Int32}(labels))
    end
end

"Latents [D,N], and mean and logvar likewise or nothing. A file of samples has latents as well."
read_latents(path) = h5open(file -> (latents = read(file["latents"]), mean = part(file, "mean"), logvar = part(file, "logvar")), path, "r")

"For gen-sample --latents and latent-interp."
function write_latents(path, latents::AbstractMatrix)
    h5open(path, "w") do file
        start(file, "latents")
        file["latents"] = Matrix{Float32}(latents)
    end
end

"Of a model the architecture, as JSON, and the parameters: parameters[\"encoder/0/weight\"] is [in,out], so that a layer is weight' * x .+ bias."
function read_parameters(path)
    h5open(path, "r") do file
        parameters = Dict{String,Array{Float32}}()
        for (network, layers) in pairs(read(file["parameters"])), (index, values) in pairs(layers), (name, value) in pairs(values)
            parameters["$network/$index/$name"] = value
        end
        (architecture = read(file["architecture"]), parameters = parameters)
    end
end
