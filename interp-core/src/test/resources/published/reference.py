"""Reference values for the published generators, in float64, written from the papers' equations.

Each network here takes the longest way round: zeros are put between pixels and kernels slid over them, every image of
StyleGAN2 gets its own modulated weights, attention is summed pixel by pixel, singular values come from a full
decomposition where the network has converged vectors. Names and shapes are those of the public PyTorch checkpoints.

    python reference.py        # writes the files beside it; needs numpy

Papers: PGGAN (arXiv 1710.10196), StyleGAN (1812.04948), StyleGAN2 (1912.04958), BigGAN (1809.11096), SAGAN (1805.08318).
"""

import json
import struct
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


# ---- parts ---------------------------------------------------------------------------------------------------------


def correlate(x, w, pad):
    """[N, C, H, W] with [F, C, k, k]: slides the kernel without flipping it, zeros outside."""
    k = w.shape[2]
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    h = x.shape[2] - k + 1
    y = np.zeros((x.shape[0], w.shape[0], h, h))
    for i in range(k):
        for j in range(k):
            y += np.einsum("nchw,fc->nfhw", x[:, :, i : i + h, j : j + h], w[:, :, i, j])
    return y


def scatter(x, w, stride, crop):
    """[N, C, H, W] with [C, F, k, k]: every pixel paints a kernel at its place times the stride; edges are cropped."""
    n, _, h, _ = x.shape
    f, k = w.shape[1], w.shape[2]
    size = (h - 1) * stride + k
    y = np.zeros((n, f, size, size))
    for i in range(h):
        for j in range(h):
            y[:, :, i * stride : i * stride + k, j * stride : j * stride + k] += np.einsum(
                "nc,cfkl->nfkl", x[:, :, i, j], w
            )
    return y[:, :, crop : size - crop, crop : size - crop]


def between(x):
    """A zero after every pixel in both directions."""
    y = np.zeros((x.shape[0], x.shape[1], 2 * x.shape[2], 2 * x.shape[3]))
    y[:, :, ::2, ::2] = x
    return y


def nearest(x):
    return np.kron(x, np.ones((2, 2)))


def smoothed(x, kernel, before, after):
    """Every map with one kernel, after that many zeros before and after."""
    x = np.pad(x, ((0, 0), (0, 0), (before, after), (before, after)))
    n, c, h, w = x.shape
    return correlate(x.reshape(n * c, 1, h, w), kernel[None, None], 0).reshape(n, c, *2 * (h - kernel.shape[0] + 1,))


def leaky(x):
    return np.where(x > 0, x, 0.2 * x)


def unit_square(x):
    return x / np.sqrt((x**2).mean(axis=1, keepdims=True) + 1e-8)


def channels(v):
    return v.reshape(1, -1, 1, 1)


def taps(*values):
    v = np.array(values, dtype=float)
    return np.outer(v, v) / v.sum() ** 2


class Weights:
    """Draws arrays by name once, as float32 numbers held in float64."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.arrays = {}

    def draw(self, name, *shape, spread=1.0, mean=0.0):
        if name not in self.arrays:
            drawn = mean + spread * self.random.standard_normal(shape)
            self.arrays[name] = np.asarray(drawn, dtype=np.float32)
        assert self.arrays[name].shape == shape, name
        return self.arrays[name].astype(float)

    def fixed(self, name, value):
        self.arrays[name] = np.asarray(value, dtype=np.float32)
        return self.arrays[name].astype(float)


def maps(base, most, size):
    return min(base // size, most)


# ---- PGGAN ---------------------------------------------------------------------------------------------------------


def pggan(p, z, resolution, base, most, fused):
    def layer(name, x, out, k, pad, doubling=False, gain=np.sqrt(2.0), activate=True):
        x = unit_square(x)
        size_in = x.shape[1]
        scale = gain / np.sqrt(k * k * size_in)
        bias = channels(p.draw(name + ".bias", out, spread=0.3))
        if doubling and fused:
            w = p.draw(name + ".weight", size_in, out, k, k) * scale
            y = scatter(x, spread(w), 2, 1)
        else:
            w = p.draw(name + ".weight", out, size_in, k, k) * scale
            y = correlate(nearest(x) if doubling else x, w, pad)
        return leaky(y + bias) if activate else y + bias

    kept = {"pixel_norm": unit_square(z)}
    x = kept["pixel_norm"][:, :, None, None]
    size, block = 4, 0
    while size <= resolution:
        width = maps(base, most, size)
        first, second, output = f"layer{2 * block}", f"layer{2 * block + 1}", f"output{block}"
        x = kept[first] = layer(first, x, width, 4, 3) if block == 0 else layer(first, x, width, 3, 1, True)
        x = kept[second] = layer(second, x, width, 3, 1)
        kept[output] = layer(output, x, 3, 1, 0, gain=1.0, activate=False)
        size, block = 2 * size, block + 1
    kept["image"] = kept[f"output{block - 1}"]
    p.fixed("lod", 0.0)
    return kept


def spread(w):
    """A 3x3 kernel over 2x2 pixels: the sum of its four shifts."""
    y = np.zeros(w.shape[:2] + (4, 4))
    for i in range(2):
        for j in range(2):
            y[:, :, i : i + 3, j : j + 3] += w
    return y


# ---- StyleGAN and StyleGAN2 ----------------------------------------------------------------------------------------


def mapping(p, z, width, codes, layers, rate, weight_gain, output_gain):
    x = unit_square(z)
    for i in range(layers):
        out = codes if i == layers - 1 else width
        w = p.draw(f"mapping.dense{i}.weight", out, x.shape[1], spread=1 / rate) * weight_gain * rate
        b = p.draw(f"mapping.dense{i}.bias", out, spread=0.2 / rate) * rate
        x = leaky(x @ w.T / np.sqrt(x.shape[1]) + b) * output_gain
    return x


def truncated(p, w, count, psi, layers):
    average = p.draw("truncation.w_avg", w.shape[1], spread=0.5)
    codes = np.stack([w] * count, axis=1)
    for i in range(min(layers, count)):
        codes[:, i] = average + psi * (w - average)
    return codes


def style(p, name, code, units):
    a = p.draw(name + ".style.weight", units, code.shape[1])
    return code @ a.T / np.sqrt(code.shape[1]) + p.draw(name + ".style.bias", units, spread=0.3)


def stylegan(p, z, resolution, base, most, psi, truncated_layers, fused, net):
    blocks = int(np.log2(resolution)) - 1
    kept = {"mapping": mapping(p, z, *net, np.sqrt(2.0), 1.0)}
    codes = kept["truncation"] = truncated(p, kept["mapping"], 2 * blocks, psi, truncated_layers)
    p.fixed("synthesis.lod", 0.0)
    x = None
    for index in range(2 * blocks):
        size = 4 * 2 ** (index // 2)
        width = maps(base, most, size)
        name = f"synthesis.layer{index}"
        if index == 0:
            x = np.repeat(p.draw(name + ".const", 1, width, 4, 4), len(z), axis=0)
        else:
            w = p.draw(name + ".weight", width, x.shape[1], 3, 3) * np.sqrt(2.0 / (9 * x.shape[1]))
            if index % 2 == 0:
                if fused:
                    x = scatter(x, spread(w.transpose(1, 0, 2, 3)), 2, 1)
                else:
                    x = correlate(nearest(x), w, 1)
                kernel = taps(1, 2, 1)
                p.fixed(name + ".blur.kernel", np.tile(kernel, (width, 1, 1, 1)))
                x = smoothed(x, kernel, 1, 1)
            else:
                x = correlate(x, w, 1)
        noise = p.draw(name + ".apply_noise.noise", 1, 1, size, size)
        x = x + noise * channels(p.draw(name + ".apply_noise.weight", width, spread=0.3))
        x = leaky(x + channels(p.draw(name + ".bias", width, spread=0.3)))
        x = x - x.mean(axis=(2, 3), keepdims=True)
        x = x / np.sqrt((x**2).mean(axis=(2, 3), keepdims=True) + 1e-8)
        s = kept[name + ".style"] = style(p, name, codes[:, index], 2 * width)
        x = x * (1 + s[:, :width, None, None]) + s[:, width:, None, None]
        kept[name] = x
        if index % 2 == 1:
            output = f"synthesis.output{index // 2}"
            w = p.draw(output + ".weight", 3, width, 1, 1) / np.sqrt(width)
            kept[output] = correlate(x, w, 0) + channels(p.draw(output + ".bias", 3, spread=0.3))
    kept["synthesis"] = kept[output]
    return kept


def stylegan2(p, z, resolution, base, most, psi, truncated_layers, net):
    blocks = int(np.log2(resolution)) - 1
    kept = {"mapping": mapping(p, z, *net, 1.0, np.sqrt(2.0))}
    codes = kept["truncation"] = truncated(p, kept["mapping"], 2 * blocks, psi, truncated_layers)
    kernel = 4 * taps(1, 3, 3, 1)
    p.fixed("synthesis.upsample.kernel", kernel[None, None])

    def modulated(name, x, code, out, k, doubling, demodulate):
        s = kept[name + ".style"] = style(p, name, code, x.shape[1]) + 1
        w = p.draw(name + ".weight", out, x.shape[1], k, k) / np.sqrt(k * k * x.shape[1])
        rows = []
        for n in range(len(x)):  # weights of its own for every image
            own = w * s[n][None, :, None, None]
            if demodulate:
                own = own / np.sqrt((own**2).sum(axis=(1, 2, 3), keepdims=True) + 1e-8)
            if doubling:
                y = correlate(between(x[n : n + 1])[:, :, :-1, :-1], own, k - 1)
                p.fixed(name + ".filter.kernel", kernel[None, None])
                y = smoothed(y, kernel, 1, 1)
            else:
                y = correlate(x[n : n + 1], own, k // 2)
            rows.append(y)
        return np.concatenate(rows) + 0.0

    def layer(name, x, code, out, doubling):
        y = modulated(name, x, code, out, 3, doubling, True)
        size = y.shape[2]
        y = y + p.draw(name + ".noise", 1, 1, size, size) * p.draw(name + ".noise_strength", spread=0.3)
        kept[name] = leaky(y + channels(p.draw(name + ".bias", out, spread=0.3))) * np.sqrt(2.0)
        return kept[name]

    x = np.repeat(p.draw("synthesis.early_layer.const", 1, maps(base, most, 4), 4, 4), len(z), axis=0)
    image = None
    for block in range(blocks):
        width = maps(base, most, 4 * 2**block)
        if block > 0:
            x = layer(f"synthesis.layer{2 * block - 1}", x, codes[:, 2 * block - 1], width, True)
        x = layer(f"synthesis.layer{2 * block}", x, codes[:, 2 * block], width, False)
        output = f"synthesis.output{block}"
        rgb = modulated(output, x, codes[:, 2 * block + 1], 3, 1, False, False)
        kept[output] = rgb + channels(p.draw(output + ".bias", 3, spread=0.3))
        image = kept[output] if image is None else kept[output] + smoothed(between(image), kernel, 2, 1)
    kept["synthesis"] = image
    return kept


# ---- BigGAN --------------------------------------------------------------------------------------------------------


def spectral(p, name, *shape):
    """The weight over its largest singular value; u is stored converged, so one step of power iteration finds it."""
    drawn = p.draw(name + ".weight", *shape, spread=0.5)
    u, s, _ = np.linalg.svd(drawn.reshape(shape[0], -1))
    p.fixed(name + ".u0", u[:, :1].T)
    p.fixed(name + ".sv0", s[:1])
    return drawn / s[0]


def biggan(p, z, resolution, multiples, width, embedding, classes, label, attention):
    chunks = np.split(z, len(multiples), axis=1)
    kept = {"shared": np.repeat(p.draw("shared.weight", classes, embedding)[label][None], len(z), axis=0)}
    first = width * multiples[0]
    w = spectral(p, "linear", first * 16, chunks[0].shape[1])
    x = chunks[0] @ w.T + p.draw("linear.bias", first * 16, spread=0.3)
    x = kept["linear"] = x.reshape(len(z), first, 4, 4)

    def normalised(name, x):
        mean = p.draw(name + ".stored_mean", x.shape[1], spread=0.3)
        variance = p.fixed(name + ".stored_var", np.abs(p.draw(name + ".stored_var", x.shape[1], spread=0.3, mean=1)))
        return (x - channels(mean)) / np.sqrt(channels(variance) + 1e-5)

    def norm(name, x, condition):
        gain = 1 + condition @ spectral(p, name + ".gain", x.shape[1], condition.shape[1]).T
        bias = condition @ spectral(p, name + ".bias", x.shape[1], condition.shape[1]).T
        kept[name] = np.maximum(normalised(name, x) * gain[:, :, None, None] + bias[:, :, None, None], 0)
        return kept[name]

    def convolution(name, x, out, k):
        w = spectral(p, name, out, x.shape[1], k, k)
        kept[name] = correlate(x, w, k // 2) + channels(p.draw(name + ".bias", out, spread=0.3))
        return kept[name]

    for block in range(len(multiples) - 1):
        name = f"blocks.{block}.0"
        out = width * multiples[block + 1]
        condition = np.concatenate([kept["shared"], chunks[block + 1]], axis=1)
        h = convolution(name + ".conv1", nearest(norm(name + ".bn1", x, condition)), out, 3)
        h = convolution(name + ".conv2", norm(name + ".bn2", h, condition), out, 3)
        x = kept[name] = h + convolution(name + ".conv_sc", nearest(x), out, 1)
        if x.shape[2] in attention:
            x = kept[f"blocks.{block}.1"] = attended(p, f"blocks.{block}.1", x)
    x = normalised("output_layer.0", x)
    x = x * channels(p.draw("output_layer.0.gain", x.shape[1], spread=0.3, mean=1))
    x = kept["output_layer.0"] = np.maximum(x + channels(p.draw("output_layer.0.bias", x.shape[1], spread=0.3)), 0)
    kept["image"] = np.tanh(convolution("output_layer.2", x, 3, 3))
    return kept


def attended(p, name, x, parts=("theta", "phi", "g", "o"), weight=spectral, gamma=()):
    n, c, size, _ = x.shape

    def pointwise(part, out, y):
        return np.einsum("nchw,fc->nfhw", y, weight(p, f"{name}.{part}", out, y.shape[1], 1, 1)[:, :, 0, 0])

    def halved(y):
        return y.reshape(n, -1, size // 2, 2, size // 2, 2).max(axis=(3, 5))

    query = pointwise(parts[0], c // 8, x)
    key = halved(pointwise(parts[1], c // 8, x))
    value = halved(pointwise(parts[2], c // 2, x))
    found = np.zeros((n, c // 2, size, size))
    for i in range(size):
        for j in range(size):
            energy = np.einsum("nc,nchw->nhw", query[:, :, i, j], key)
            share = np.exp(energy - energy.max(axis=(1, 2), keepdims=True))
            share /= share.sum(axis=(1, 2), keepdims=True)
            found[:, :, i, j] = np.einsum("nhw,nchw->nc", share, value)
    return p.draw(name + ".gamma", *gamma, mean=0.7, spread=0.1) * pointwise(parts[3], c, found) + x


def spectral_both(p, name, *shape):
    """As spectral, stored with both singular vectors."""
    drawn = p.draw(name + ".weight_orig", *shape, spread=0.5)
    u, s, vt = np.linalg.svd(drawn.reshape(shape[0], -1))
    p.fixed(name + ".weight_u", u[:, 0])
    p.fixed(name + ".weight_v", vt[0])
    return drawn / s[0]


def biggan_deep(p, z, multiples, width, classes, label, attention, rows, truncation):
    d = z.shape[1]
    kept = {"latents": truncation * z}
    kept["embeddings"] = np.repeat(p.draw("embeddings.weight", d, classes)[:, label][None], len(z), axis=0)
    condition = kept["condition"] = np.concatenate([kept["latents"], kept["embeddings"]], axis=1)

    def normalised(name, x):
        means = p.draw(name + ".running_means", rows, x.shape[1], spread=0.3)
        drawn = p.draw(name + ".running_vars", rows, x.shape[1], spread=0.3, mean=1)
        variances = p.fixed(name + ".running_vars", np.abs(drawn))
        place = truncation * (rows - 1)
        mean = np.array([np.interp(place, np.arange(rows), column) for column in means.T])
        variance = np.array([np.interp(place, np.arange(rows), column) for column in variances.T])
        return (x - channels(mean)) / np.sqrt(channels(variance) + 1e-4)

    def norm(name, x):
        gain = 1 + condition @ spectral_both(p, name + ".scale", x.shape[1], 2 * d).T
        bias = condition @ spectral_both(p, name + ".offset", x.shape[1], 2 * d).T
        kept[name] = np.maximum(normalised(name, x) * gain[:, :, None, None] + bias[:, :, None, None], 0)
        return kept[name]

    def convolution(name, x, out, k):
        w = spectral_both(p, name, out, x.shape[1], k, k)
        return correlate(x, w, k // 2) + channels(p.draw(name + ".bias", out, spread=0.3))

    first = width * multiples[0]
    x = condition @ spectral_both(p, "generator.gen_z", 16 * first, 2 * d).T
    x = x + p.draw("generator.gen_z.bias", 16 * first, spread=0.3)
    x = kept["generator.gen_z"] = x.reshape(len(z), 4, 4, first).transpose(0, 3, 1, 2)
    index = 0
    for before, after in zip(multiples, multiples[1:]):
        if x.shape[2] == attention:
            parts = [f"snconv1x1_{part}" for part in ("theta", "phi", "g", "o_conv")]
            name = f"generator.layers.{index}"
            x = kept[name] = attended(p, name, x, parts, spectral_both, (1,))
            index += 1
        for doubling, out in ((False, before), (True, after)):
            name = f"generator.layers.{index}"
            middle = x.shape[1] // 4
            h = convolution(name + ".conv_0", norm(name + ".bn_0", x), middle, 1)
            h = norm(name + ".bn_1", h)
            h = convolution(name + ".conv_1", nearest(h) if doubling else h, middle, 3)
            h = convolution(name + ".conv_2", norm(name + ".bn_2", h), middle, 3)
            h = convolution(name + ".conv_3", norm(name + ".bn_3", h), out * width, 1)
            skip = x[:, : out * width]
            x = kept[name] = h + (nearest(skip) if doubling else skip)
            index += 1
    x = normalised("generator.bn", x) * channels(p.draw("generator.bn.weight", x.shape[1], spread=0.3, mean=1))
    x = np.maximum(x + channels(p.draw("generator.bn.bias", x.shape[1], spread=0.3)), 0)
    kept["image"] = np.tanh(convolution("generator.conv_to_rgb", x, x.shape[1], 3)[:, :3])
    return kept


# ---- files ---------------------------------------------------------------------------------------------------------


def write_safetensors(path, arrays):
    header, body = {}, b""
    for name, array in arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def save(name, p, z, kept, safetensors=False, without=()):
    if safetensors:
        write_safetensors(HERE / f"{name}.safetensors", p.arrays)
    else:
        np.savez(HERE / f"{name}.npz", **p.arrays)
    outputs = {k: v.astype(np.float32) for k, v in kept.items() if not any(part in k for part in without)}
    np.savez_compressed(HERE / f"{name}-outputs.npz", input=z.astype(np.float32), **outputs)


def latents(seed, n, d):
    return np.random.default_rng(seed).standard_normal((n, d)).astype(np.float32).astype(float)


def main():
    p, z = Weights(1), latents(11, 2, 6)
    save("pggan16", p, z, pggan(p, z, 16, 128, 10, False))
    p, z = Weights(2), latents(12, 2, 6)
    save("pggan8-fused", p, z, pggan(p, z, 8, 48, 8, True))
    net = (7, 6, 3, 0.01)  # width, codes, layers, rate
    p, z = Weights(3), latents(13, 2, 5)
    save("stylegan16", p, z, stylegan(p, z, 16, 96, 8, 0.7, 4, False, net))
    p, z = Weights(4), latents(14, 2, 5)
    save("stylegan8-fused", p, z, stylegan(p, z, 8, 48, 8, 1.0, 0, True, net))
    p, z = Weights(5), latents(15, 2, 5)
    save("stylegan2-16", p, z, stylegan2(p, z, 16, 96, 8, 0.5, 6, net), safetensors=True)
    p, z = Weights(6), latents(16, 2, 8)
    save("biggan32", p, z, biggan(p, z, 32, [4, 4, 4, 4], 2, 3, 4, 2, {16}), without=("conv", "bn2", "blocks.2.0.", "output_layer"))
    p, z = Weights(7), latents(17, 2, 4)
    kept = biggan_deep(p, z, [16, 16, 8, 4, 2], 2, 3, 1, 16, 6, 0.5)
    save("biggan-deep64", p, z, kept, without=("layers.8", "layers.7", "layers.6", "bn_3", "bn_2"))


if __name__ == "__main__":
    main()
