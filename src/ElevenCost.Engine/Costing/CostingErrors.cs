namespace ElevenCost.Engine.Costing;

/// <summary>The errors of costs: id, text and remedy of each in one place.</summary>
internal static class CostingErrors
{
    internal static readonly ErrorKind BasisNotByHour = new(FailureCategory.Usage,
        "Hours have a cost on the basis `Consumed` alone: fee and quota of a plan are those of a month.",
        "Use `Consumed`, or days.");

    public static ElevenCostException NotByHour(CostBasis? basis) => new(BasisNotByHour,
        $"Hours have no cost on the basis {basis}: a plan's fee and quota are those of a month.", "Use the basis consumed, or days.");
}
