"""The hybrids for peer.py: a step of AVB with dense networks (w9), and one of alpha-GAN with DCGAN's (w10), as a careful user of PyTorch writes
them: nothing is computed that a network's own update does not need.
"""
import torch
import torch.nn.functional as F
from torch import nn

from peer_ways import dense, descend, in_turn, leaky, learns


def avb_trainer(batch, ways):
    """Latent 8, 32 numbers of noise beside the image; T of the image and the code side by side. Both gradients at the same parameters."""
    latent, noise = 8, 32
    next_batch = in_turn(torch.rand(8 * batch, 784).bernoulli(), batch)
    encoder = dense([784 + noise, 300, 300, latent], nn.Softplus)
    decoder = dense([latent, 300, 300, 784], nn.Softplus)
    judge = dense([784 + latent, 512, 256, 1], leaky)
    primal, dual = ways.adam([encoder, decoder], 2e-4), ways.adam([judge], 4e-4)
    encode, decode, judged = (ways.compiled(n) for n in (encoder, decoder, judge))

    def step():
        x = next_batch()
        seen = 2 * x - 1
        learns(judge, False)
        with ways.rounded():
            z = encode(torch.cat([seen, torch.randn(batch, noise)], 1)).float()
            t = judged(torch.cat([seen, z], 1)).float()
            loss = (F.binary_cross_entropy_with_logits(decode(z).float(), x, reduction="sum") + t.sum()) / (784 * batch)
        primal.zero_grad(set_to_none=True)
        loss.backward()
        learns(judge, True)
        with ways.rounded():
            both = judged(torch.cat([torch.cat([seen, z.detach()], 1), torch.cat([seen, torch.randn(batch, latent)], 1)])).float()
            loss = (F.softplus(-both[:batch]) + F.softplus(both[batch:])).mean()
        descend(dual, loss)
        primal.step()
        return batch

    return step


def alpha_trainer(batch, ways, generator_and_discriminator):
    """Encoder, generator, discriminator and code discriminator, each with its own update in this order; 50 latent numbers."""
    latent = 50
    next_batch = in_turn((torch.rand(8 * batch, 1, 28, 28) * 2 - 1).to(memory_format=ways.layout), batch)
    generator, discriminator = generator_and_discriminator(latent)
    encoder = nn.Sequential(nn.Conv2d(1, 64, 4, 2, 1), nn.ReLU(), nn.Conv2d(64, 128, 4, 2, 1, bias=False), nn.BatchNorm2d(128), nn.ReLU(),
                            nn.Flatten(), nn.Linear(128 * 7 * 7, latent))
    networks = [encoder, generator, discriminator, dense([latent, 750, 750, 1], leaky)]
    for network in networks:
        network.to(memory_format=ways.layout)
    updates = [ways.adam([n], 2e-4) for n in networks]
    e, g, d, c = (ways.compiled(n) for n in networks)

    def of_encoder(x):
        z = e(x)
        return 20 * (x - g(z)).abs().mean() - c(z).mean()

    def of_generator(x):
        with torch.no_grad():
            z = e(x)
        rebuilt, drawn = g(z), g(torch.randn(batch, latent))
        return 20 * (x - rebuilt).abs().mean() - d(rebuilt).mean() - d(drawn).mean()

    def of_discriminator(x):
        with torch.no_grad():
            rebuilt, drawn = g(e(x)), g(torch.randn(batch, latent))
        return F.softplus(-d(x)).mean() + F.softplus(d(rebuilt)).mean() + F.softplus(d(drawn)).mean()

    def of_codes(x):
        with torch.no_grad():
            z = e(x)
        return F.softplus(-c(torch.randn(batch, latent))).mean() + F.softplus(c(z)).mean()

    def step():
        x = next_batch()
        for i, loss_of in enumerate((of_encoder, of_generator, of_discriminator, of_codes)):
            for network in networks:
                learns(network, network is networks[i])
            with ways.rounded():
                loss = loss_of(x)
            descend(updates[i], loss)
        return batch

    return step
