namespace ElevenCost.Engine.Anomalies;

/// <summary>The errors of anomalies: id, text and remedy of each in one place.</summary>
internal static class AnomalyErrors
{
    internal static readonly ErrorKind AnomalyBasisNotDaily = new(FailureCategory.Usage,
        "Anomalies need the basis `Consumed` or `PlanRate`: on the others, the cost of a day depends on the rest of its billing month.",
        "Use `Consumed` or `PlanRate`.");

    public static ElevenCostException NotDaily(CostBasis? basis) => new(AnomalyBasisNotDaily,
        $"Anomalies on the basis {basis} are not supported, because the cost of a day then depends on the rest of its billing month.",
        "Use the basis Consumed or PlanRate.");
}
