"""The hybrids for peer.py: a step of AVB with dense networks (w9), and one of alpha-GAN with DCGAN's (w10), as a careful user of PyTorch writes
them: nothing is computed that a network's own update does not need.
"""
import torch
import torch.nn.functional as F
from torch import nn


def dense(sizes, activation):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), activation()]
    return nn.Sequential(*layers[:-1])


def learns(network, yes):
    for p in network.parameters():
        p.requires_grad_(yes)


def adam(networks, rate, variant):
    how = {"fused": True} if "fused" in variant else {"foreach": "foreach" in variant}
    return torch.optim.Adam([p for n in networks for p in n.parameters()], rate, (0.5, 0.999), **how)


def avb_trainer(batch, variant):
    """Latent 8, 32 numbers of noise beside the image; T of the image and the code side by side. Both gradients at the same parameters."""
    latent, noise = 8, 32
    data = torch.rand(8 * batch, 784).bernoulli()
    encoder = dense([784 + noise, 300, 300, latent], nn.Softplus)
    decoder = dense([latent, 300, 300, 784], nn.Softplus)
    judge = dense([784 + latent, 512, 256, 1], lambda: nn.LeakyReLU(0.2))
    primal, dual = adam([encoder, decoder], 2e-4, variant), adam([judge], 4e-4, variant)
    run = torch.compile if "compile" in variant else lambda network: network
    encode, decode, judged = run(encoder), run(decoder), run(judge)
    turn = 0

    def step():
        nonlocal turn
        turn = (turn + 1) % 8
        x = data[turn * batch:(turn + 1) * batch]
        seen = 2 * x - 1
        z = encode(torch.cat([seen, torch.randn(batch, noise)], 1))
        learns(judge, False)
        t = judged(torch.cat([seen, z], 1))
        loss = (F.binary_cross_entropy_with_logits(decode(z), x, reduction="sum") + t.sum()) / (784 * batch)
        primal.zero_grad(set_to_none=True)
        loss.backward()
        learns(judge, True)
        both = judged(torch.cat([torch.cat([seen, z.detach()], 1), torch.cat([seen, torch.randn(batch, latent)], 1)]))
        dual.zero_grad(set_to_none=True)
        (F.softplus(-both[:batch]) + F.softplus(both[batch:])).mean().backward()
        dual.step()
        primal.step()
        return batch

    return step


def alpha_trainer(batch, variant, generator_and_discriminator):
    """Encoder, generator, discriminator and code discriminator, each with its own update in this order; 50 latent numbers."""
    latent = 50
    layout = torch.channels_last if "last" in variant else torch.contiguous_format
    data = (torch.rand(8 * batch, 1, 28, 28) * 2 - 1).to(memory_format=layout)
    generator, discriminator = generator_and_discriminator()
    encoder = nn.Sequential(nn.Conv2d(1, 64, 4, 2, 1), nn.ReLU(), nn.Conv2d(64, 128, 4, 2, 1, bias=False), nn.BatchNorm2d(128), nn.ReLU(),
                            nn.Flatten(), nn.Linear(128 * 7 * 7, latent))
    codes = dense([latent, 750, 750, 1], lambda: nn.LeakyReLU(0.2))
    networks = [encoder, generator, discriminator, codes]
    for network in networks:
        network.to(memory_format=layout)
    updates = [adam([n], 2e-4, variant) for n in networks]
    run = torch.compile if "compile" in variant else lambda network: network
    e, g, d, c = (run(n) for n in networks)
    turn = 0

    def one(which, loss_of):
        for network in networks:
            learns(network, network is networks[which])
        updates[which].zero_grad(set_to_none=True)
        loss_of().backward()
        updates[which].step()

    def step():
        nonlocal turn
        turn = (turn + 1) % 8
        x = data[turn * batch:(turn + 1) * batch]

        def of_encoder():
            z = e(x)
            return 20 * (x - g(z)).abs().mean() - c(z).mean()

        def of_generator():
            with torch.no_grad():
                z = e(x)
            rebuilt, drawn = g(z), g(torch.randn(batch, latent))
            return 20 * (x - rebuilt).abs().mean() - d(rebuilt).mean() - d(drawn).mean()

        def of_discriminator():
            with torch.no_grad():
                rebuilt, drawn = g(e(x)), g(torch.randn(batch, latent))
            return F.softplus(-d(x)).mean() + F.softplus(d(rebuilt)).mean() + F.softplus(d(drawn)).mean()

        def of_codes():
            with torch.no_grad():
                z = e(x)
            return F.softplus(-c(torch.randn(batch, latent))).mean() + F.softplus(c(z)).mean()

        for i, loss in enumerate((of_encoder, of_generator, of_discriminator, of_codes)):
            one(i, loss)
        return batch

    return step
