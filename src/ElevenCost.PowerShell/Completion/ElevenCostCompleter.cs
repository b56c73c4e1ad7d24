using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ElevenCost.PowerShell.Secrets;

namespace ElevenCost.PowerShell.Completion;

/// <summary>What all completers share: matching, quoting, and silence where something fails: a prompt is no place for errors.</summary>
public abstract class ElevenCostCompleter : IArgumentCompleter
{
    // The server of a shared ledger may hang, and so would the prompt.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = Unquote(wordToComplete);
        var pattern = new WildcardPattern(typed + "*", WildcardOptions.IgnoreCase);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using var session = new EngineSession(new SilentHost(), static _ => { }, null, patience.Token);
            return [.. Candidates(session, parameterName, fakeBoundParameters)
                .Where(candidate => pattern.IsMatch(candidate.Text) || candidate.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Select(candidate => new CompletionResult(
                    Quote(TakesWildcards(commandName, parameterName) ? WildcardPattern.Escape(candidate.Text) : candidate.Text), candidate.Text, CompletionResultType.ParameterValue, candidate.ToolTip.Length > 0 ? candidate.ToolTip : candidate.Text))];
        }
        catch (Exception e) when (e is ElevenCostException or OperationCanceledException)
        {
            return [];
        }
    }

    /// <summary>All values, with what there is to say about each.</summary>
    private protected abstract IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound);

    /// <summary>Whether the parameter reads wildcards, so that those in a value are escaped.</summary>
    private protected virtual bool TakesWildcards(string commandName, string parameterName) => true;

    /// <summary>The connections that the command line names so far; the default one where it names none.</summary>
    private protected static IReadOnlyList<Connection> ConnectionsOf(EngineSession session, IDictionary bound) =>
        session.KnownConnections.Resolve(bound["Connection"] switch
        {
            string name => [name],
            IEnumerable names => [.. names.Cast<object?>().OfType<string>()],
            _ => [],
        });

    private static string Unquote(string word) => word.Trim('\'', '"').Replace("''", "'", StringComparison.Ordinal);

    /// <summary>As an argument that is exactly this text.</summary>
    private static string Quote(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':') && text[0] is not '-'
            ? text
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
