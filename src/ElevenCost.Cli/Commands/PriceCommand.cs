namespace ElevenCost.Cli.Commands;

/// <summary><c>price</c>: the prices that plans are counted at.</summary>
[HelpPlace(90)]
internal sealed class PriceCommand : DocumentedCommand
{
    public PriceCommand()
        : base("price", "Show and change prices: the catalogue of plans that ElevenCost ships, and your own, which take precedence.",
            "elevencost price list",
            "elevencost price set enterprise --monthly-price 1200.00 --monthly-credits 10000000 --overage-per-1000-credits 0.10 --from 2026-01-01",
            "elevencost price remove enterprise")
    {
    }
}
