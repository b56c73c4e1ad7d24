using System.Collections;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes the keys of a series from the ledger, where its breakdown is by something that the ledger stores.</summary>
public sealed class SeriesKeyCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        Enum.TryParse(bound["Breakdown"]?.ToString(), ignoreCase: true, out Dimension dimension)
            ? DimensionCompleter.Values(session, bound, dimension)
            : [];
}
