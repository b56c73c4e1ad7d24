namespace ElevenCost.Engine.Alerts;

/// <summary>An alert that is due. Immutable.</summary>
/// <param name="Message">The message.</param>
/// <param name="Connections">The connections that it is about; it goes to targets that get alerts of all of them.</param>
internal sealed record DueAlert(AlertMessage Message, IReadOnlyList<string> Connections)
{
    /// <summary>The names of alerts that need not be sent once this one is: lower thresholds of the same budget.</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];

    /// <summary>Whether a target gets it.</summary>
    public bool IsFor(AlertTarget target)
    {
        if (target.Topics is { } topics && !topics.Split(',').Contains(Message.Topic.ToString(), StringComparer.Ordinal))
        {
            return false;
        }

        if (target.Connection is not { } name)
        {
            return true;
        }

        WildcardPattern pattern = WildcardPattern.Parse(name);
        return Connections.Count > 0 && Connections.All(connection => pattern.IsMatch(connection));
    }

    /// <summary>The name of an alert out of its parts: the same on every machine, on one line.</summary>
    public static string NameOf(params string?[] parts) =>
        string.Join('|', parts.Select(part => MessageText.Clean(part ?? "").Replace("|", "%7C", StringComparison.Ordinal)));
}
