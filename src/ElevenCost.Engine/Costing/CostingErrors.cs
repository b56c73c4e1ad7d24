namespace ElevenCost.Engine.Costing;

/// <summary>The errors of costs: id, text and remedy of each in one place.</summary>
internal static class CostingErrors
{
    internal static readonly ErrorKind BasisNotByHour = new(FailureCategory.Usage,
        "Costs by the hour support only the basis `Consumed`, because fee and quota of a plan apply to a month.",
        "Use `Consumed`, or days.");

    public static ElevenCostException NotByHour(CostBasis? basis) => new(BasisNotByHour,
        $"Costs by the hour do not support the basis {basis}, because fee and quota of a plan apply to a month.", "Use the basis consumed, or days.");
}
