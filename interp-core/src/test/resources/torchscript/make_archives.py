#!/usr/bin/env python3
"""Writes the small TorchScript archives that the tests of archive surgery read.

    PYTHONHASHSEED=0 python3 make_archives.py            with PyTorch 1.13: scripted, traced, frozen, pickled
    PYTHONHASHSEED=0 python3 make_archives.py --new      with a current PyTorch: new/, whose scripted F.interpolate names
                                                         operators that older engines lack

Every network has a few channels and seeded weights: with the same PyTorch and hash seed, the archives come out the same
byte for byte (but state_dict_old.pt, which holds addresses).

Beside each archive NAME.pt stands NAME.json: input and output of forward, and what some layers returned in eager mode.
"""
import argparse
import json
import pathlib
import zipfile
from typing import Optional

import torch
import torch.nn.functional as F
from torch import nn


class Upsampler(nn.Module):
    """A plain DCGAN: everything in one Sequential."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.ConvTranspose2d(6, 4, 2), nn.BatchNorm2d(4), nn.ReLU(),
            nn.ConvTranspose2d(4, 4, 2, 2), nn.BatchNorm2d(4), nn.LeakyReLU(0.2),
            nn.ConvTranspose2d(4, 3, 2, 2), nn.Tanh())

    def forward(s, z):
        return s.net(z.view(z.size(0), 6, 1, 1))


class InPlace(nn.Module):
    """Dropout, and activations that write over their input, one of which a skip connection reads again."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(5, 8)
        self.act = nn.ReLU(inplace=True)
        self.drop = nn.Dropout(0.3)
        self.second = nn.Linear(8, 8)
        self.leaky = nn.LeakyReLU(0.1, inplace=True)
        self.last = nn.Linear(8, 3)

    def forward(self, x):
        h = self.first(x)
        r = self.act(h)
        y = self.second(self.drop(r))
        y = self.leaky(y) + h
        y.add_(1.0)
        return self.last(y)


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x):
        return x + F.leaky_relu(self.norm(self.conv(x)), 0.2)


class Residual(nn.Module):
    """Skip connections; one type in several places, one block that runs twice."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(2, 4, 1)
        self.block1 = Block(4)
        self.block2 = Block(4)
        self.same = nn.Conv2d(4, 4, 1)
        self.head = nn.Conv2d(4, 3, 1)

    def forward(self, x):
        a = self.stem(x)
        b = self.block1(a)
        c = self.block2(self.same(b))
        d = self.block2(self.same(torch.tanh(c)))
        return torch.sigmoid(self.head(d + a))


class Split(nn.Module):
    """Returns a tuple, as encoders do."""

    def __init__(self):
        super().__init__()
        self.mean = nn.Linear(4, 3)
        self.scale = nn.Linear(4, 3)
        self.unused = nn.Linear(4, 3)

    def forward(self, x):
        return self.mean(x), torch.exp(self.scale(x))


class Tuples(nn.Module):
    """Tuples from a parent and from the root."""

    def __init__(self):
        super().__init__()
        self.split = Split()
        self.join = nn.Linear(3, 2)

    def forward(self, x):
        m, s = self.split(x)
        return self.join(m + s), m


class TupleInside(nn.Module):
    def __init__(self):
        super().__init__()
        self.split = Split()
        self.join = nn.Linear(3, 2)

    def forward(self, x):
        m, s = self.split(x)
        return self.join(m) * self.join(s)


class Listed(nn.Module):
    """A ModuleList, a ModuleDict, a helper method and a child called by another method."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 4)])
        self.named = nn.ModuleDict({"left": nn.Linear(4, 2), "right": nn.Linear(4, 2)})
        self.coder = Coder()

    def trunk(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def forward(self, x):
        x = self.trunk(x)
        left, right = self.named["left"](x), self.named["right"](x)
        return self.coder.decode(left * torch.sigmoid(right), 2.0)


class Coder(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(2, 5)
        self.outer = nn.Linear(5, 3)

    def forward(self, x):
        return x

    @torch.jit.export
    def decode(self, x, gain: float):
        return self.outer(F.relu(self.inner(x)) * gain)


class Branching(nn.Module):
    """A branch that depends on the input, a loop, an argument with a default, a check."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.positive = nn.Linear(4, 4)
        self.negative = nn.Linear(4, 4)
        self.step = nn.Linear(4, 4)
        self.last = nn.Linear(4, 2)

    def forward(self, x, steps: int = 2, bias: Optional[torch.Tensor] = None):
        if x.dim() != 2:
            raise ValueError("expected [N, 4]")
        h = self.first(x)
        if bool(h.sum() > 0):
            h = self.positive(h)
        else:
            h = self.negative(h)
        for _ in range(steps):
            h = self.step(h)
        y = self.last(h)
        if bias is not None:
            y = y + bias
        return y


class Affine(nn.Module):
    """A style-modulated layer: the affine map reads one W+ code."""

    def __init__(self, dim, cin, cout, up):
        super().__init__()
        self.style = nn.Linear(dim, cin)
        self.weight = nn.Parameter(torch.randn(cout, cin, 3, 3) * 0.3)
        self.up = up

    def forward(self, x, w):
        x = x * (1 + self.style(w)).unsqueeze(2).unsqueeze(3)
        if self.up:
            x = x.repeat_interleave(2, 2).repeat_interleave(2, 3)
        x = F.conv2d(x, self.weight, padding=1)
        return F.leaky_relu(x * torch.rsqrt(x.pow(2).mean([1, 2, 3], keepdim=True) + 1e-8), 0.2)


class Truncation(nn.Module):
    def __init__(self, dim, layers):
        super().__init__()
        self.layers = layers
        self.register_buffer("w_avg", torch.randn(dim) * 0.1)

    def forward(self, w):
        return torch.lerp(self.w_avg, w, 0.7).unsqueeze(1).repeat(1, self.layers, 1)


class Synthesis(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.const = nn.Parameter(torch.randn(1, 4, 2, 2))
        self.layer0 = Affine(dim, 4, 4, False)
        self.layer1 = Affine(dim, 4, 4, True)
        self.layer2 = Affine(dim, 4, 4, False)
        self.output = nn.Conv2d(4, 3, 1)

    def forward(self, wp):
        x = self.const.repeat(wp.size(0), 1, 1, 1)
        x = self.layer0(x, wp[:, 0])
        x = self.layer1(x, wp[:, 1])
        x = self.layer2(x, wp[:, 2])
        return torch.tanh(self.output(x))


class Styled(nn.Module):
    """A StyleGAN2 in small: mapping, truncation to W+ codes [N, L, d], synthesis."""

    def __init__(self, dim=6):
        super().__init__()
        self.mapping = nn.Sequential(nn.Linear(dim, dim), nn.LeakyReLU(0.2), nn.Linear(dim, dim))
        self.truncation = Truncation(dim, 3)
        self.synthesis = Synthesis(dim)

    def forward(self, z):
        return self.synthesis(self.truncation(self.mapping(z)))


class Resized(nn.Module):
    """Calls F.interpolate, whose text names every resampling operator of its PyTorch."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(2, 3, 1)
        self.up = nn.Upsample(scale_factor=2.0, mode="nearest")
        self.last = nn.Conv2d(3, 3, 3, padding=1)

    def forward(self, x):
        y = F.interpolate(self.first(x), size=(4, 4), mode="bilinear", align_corners=False)
        return torch.tanh(self.last(self.up(y)))


class OnDevice(nn.Module):
    """Traced, this writes its device into the text."""

    def __init__(self):
        super().__init__()
        self.map = nn.Linear(3, 3)

    def forward(self, x):
        grid = torch.arange(3, device=x.device).to(x.dtype)
        return self.map(x + grid)


NETWORKS = {
    "upsampler": (Upsampler, lambda: torch.randn(3, 6), ["net.0", "net.3", "net.5"]),
    "inplace": (InPlace, lambda: torch.randn(4, 5), ["first", "second"]),
    "residual": (Residual, lambda: torch.randn(2, 2, 3, 3), ["stem", "block1.conv", "block1"]),
    "tuples": (Tuples, lambda: torch.randn(3, 4), ["split.mean"]),
    "tuple_inside": (TupleInside, lambda: torch.randn(3, 4), ["split.mean", "split.scale"]),
    "listed": (Listed, lambda: torch.randn(3, 4), ["layers.0", "layers.2", "named.left", "coder.inner"]),
    "branching": (Branching, lambda: torch.randn(3, 4), ["first", "last"]),
    "styled": (Styled, lambda: torch.randn(2, 6), ["mapping.0", "truncation", "synthesis.layer1", "synthesis.layer1.style"]),
    "resized": (Resized, lambda: torch.randn(2, 2, 3, 3), ["first", "last"]),
    "device": (OnDevice, lambda: torch.randn(2, 3), ["map"]),
}


def settle(model):
    """Gives batch norms statistics and weights that are not the neutral ones."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.3)
            module.running_var.uniform_(0.5, 1.5)
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.normal_(0, 0.2)


def array(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().flatten().tolist()}


def reference(model, x, layers):
    """What forward takes and returns, and the first value of some layers, computed in eager mode."""
    seen, handles = {}, []
    for name in layers:
        module = model.get_submodule(name)

        def note(m, i, o, name=name):
            seen.setdefault(name, array(o.clone()))

        handles.append(module.register_forward_hook(note))
    y = model(x.clone())
    for handle in handles:
        handle.remove()
    return {"input": array(x), "output": array(y[0] if isinstance(y, tuple) else y), "layers": seen}


def save(module, path):
    """Saves without debug tables, which are larger than the networks, and without the hash that covers them."""
    full = path.with_suffix(".full")
    torch.jit.save(module, str(full))
    with zipfile.ZipFile(full) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as target:
        for entry in source.infolist():
            if not entry.filename.endswith((".debug_pkl", ".data/serialization_id")):
                name = path.stem + "/" + entry.filename.split("/", 1)[1]
                target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(entry))
    full.unlink()


def make(name, folder, kinds):
    create, draw, layers = NETWORKS[name]
    torch.manual_seed(sum(map(ord, name)))
    model = create().eval()
    with torch.no_grad():
        settle(model)
        x = draw()
        (folder / f"{name}.json").write_text(json.dumps(reference(model, x, layers)))
        if "scripted" in kinds:
            save(torch.jit.script(model), folder / f"{name}.scripted.pt")
        if "traced" in kinds:
            save(torch.jit.trace(model, x.clone(), check_trace=False), folder / f"{name}.traced.pt")
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--new", action="store_true", help="write new/, with a current PyTorch")
    here = pathlib.Path(__file__).resolve().parent
    if parser.parse_args().new:
        folder = here / "new"
        folder.mkdir(exist_ok=True)
        for name in ("resized", "residual", "inplace", "styled"):
            make(name, folder, ["scripted", "traced"])
        return
    for name in NETWORKS:
        scripted_only = name in ("listed", "branching")
        make(name, here, ["scripted"] if scripted_only else ["scripted", "traced"])
    model = make("residual", here, [])
    save(torch.jit.freeze(torch.jit.script(model)), here / "frozen.pt")
    generator = make("upsampler", here, [])
    save(torch.jit.freeze(torch.jit.script(generator)), here / "frozen_upsampler.pt")
    torch.save(model.state_dict(), here / "state_dict.pt")
    torch.save(model.state_dict(), here / "state_dict_old.pt", _use_new_zipfile_serialization=False)


if __name__ == "__main__":
    main()
