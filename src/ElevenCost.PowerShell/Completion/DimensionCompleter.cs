using System.Collections;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes a dimension's values from the ledger; the parameter's name says which.</summary>
public sealed class DimensionCompleter : ElevenCostCompleter
{
    private const string Exclude = "Exclude";

    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound)
    {
        string name = parameterName.StartsWith(Exclude, StringComparison.OrdinalIgnoreCase) ? parameterName[Exclude.Length..] : parameterName;
        return Enum.TryParse(name, ignoreCase: true, out Dimension dimension) ? Values(session, bound, dimension) : [];
    }

    /// <summary>The values of a dimension that the connections of the command line have, with their IDs.</summary>
    internal static IEnumerable<(string Text, string ToolTip)> Values(EngineSession session, IDictionary bound, Dimension dimension) =>
        session.Values.ReadAsync(ConnectionsOf(session, bound), dimension, session.Stopping).GetAwaiter().GetResult()
            .GroupBy(value => value.Label, StringComparer.Ordinal)
            .Select(same => (same.Key, string.Join(", ", same.Select(value => value.Id).Where(id => id.Length > 0 && id != same.Key))));
}
