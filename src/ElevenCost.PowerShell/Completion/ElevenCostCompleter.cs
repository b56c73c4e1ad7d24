using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ElevenCost.PowerShell.Completion;

/// <summary>What all completers share: matching, quoting, and silence where something fails: a prompt is no place for errors.</summary>
public abstract class ElevenCostCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = Unquote(wordToComplete);
        var pattern = new WildcardPattern(typed + "*", WildcardOptions.IgnoreCase);
        try
        {
            using var session = new EngineSession(static _ => { });
            return [.. Candidates(session, parameterName, fakeBoundParameters)
                .Where(candidate => pattern.IsMatch(candidate.Text) || candidate.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Select(candidate => new CompletionResult(
                    Quote(candidate.Text), candidate.Text, CompletionResultType.ParameterValue, candidate.ToolTip.Length > 0 ? candidate.ToolTip : candidate.Text))];
        }
        catch (ElevenCostException)
        {
            return [];
        }
    }

    /// <summary>All values, with what there is to say about each.</summary>
    private protected abstract IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound);

    /// <summary>The connections that the command line names so far; the default one where it names none.</summary>
    private protected static IReadOnlyList<Connection> ConnectionsOf(EngineSession session, IDictionary bound) =>
        session.Connections.Resolve(bound["Connection"] switch
        {
            string name => [name],
            IEnumerable names => [.. names.Cast<object?>().OfType<string>()],
            _ => [],
        });

    private static string Unquote(string word) => word.Trim('\'', '"').Replace("''", "'", StringComparison.Ordinal);

    /// <summary>As an argument that means exactly this value, where wildcards are read.</summary>
    private static string Quote(string text)
    {
        string escaped = WildcardPattern.Escape(text);
        return escaped.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':') && escaped[0] is not '-'
            ? escaped
            : $"'{escaped.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}

/// <summary>Completes the names of connections.</summary>
public sealed class ConnectionCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        session.Connections.ReadAll().Select(connection => (connection.Name, $"{connection.Name}: {connection.BaseUri.Host}, {connection.TimeZone}"));
}

/// <summary>Completes a dimension's values out of the ledger; the parameter's name says which.</summary>
public sealed class DimensionCompleter : ElevenCostCompleter
{
    private const string Exclude = "Exclude";

    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound)
    {
        string name = parameterName.StartsWith(Exclude, StringComparison.OrdinalIgnoreCase) ? parameterName[Exclude.Length..] : parameterName;
        return Enum.TryParse(name, ignoreCase: true, out Dimension dimension)
            ? session.Values.ReadAsync(ConnectionsOf(session, bound), dimension, CancellationToken.None).GetAwaiter().GetResult()
                .GroupBy(value => value.Label, StringComparer.Ordinal)
                .Select(same => (same.Key, string.Join(", ", same.Select(value => value.Id).Where(id => id.Length > 0 && id != same.Key))))
            : [];
    }
}

/// <summary>Completes lengths of time.</summary>
public sealed class LastCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        [("7d", "7 days"), ("30d", "30 days"), ("90d", "90 days"), ("4w", "4 weeks"), ("3m", "3 months"), ("6m", "6 months"), ("1y", "a year")];
}

/// <summary>Completes ElevenLabs' regions.</summary>
public sealed class RegionCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        Engine.Connections.Regions.Names.Select(name => (name, Engine.Connections.Regions.BaseUriOf(name).Host));
}

/// <summary>Completes the IANA names of time zones.</summary>
public sealed class TimeZoneCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        TimeZoneInfo.GetSystemTimeZones()
            .Select(zone => (Name: zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out string? iana) ? iana : zone.Id, zone.DisplayName))
            .DistinctBy(zone => zone.Name)
            .OrderBy(zone => zone.Name, StringComparer.Ordinal);
}
