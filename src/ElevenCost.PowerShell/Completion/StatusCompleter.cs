using System.Collections;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes HTTP statuses: their classes, and those that ElevenLabs documents.</summary>
public sealed class StatusCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
    [
        ("2xx", "succeeded"), ("4xx", "rejected"), ("5xx", "failed at ElevenLabs"), ("200", "OK"), ("400", "bad request"), ("401", "key rejected, or quota used up"),
        ("403", "forbidden"), ("404", "not found"), ("422", "not valid"), ("429", "too many requests"), ("500", "internal error"), ("503", "busy"),
    ];
}
