namespace ElevenCost.Engine.Api;

/// <summary>What the API answered in a form that could not be read, each kind once: the answer is used without it. Safe for several threads.</summary>
/// <remarks>Bounded, for the texts are partly the server's.</remarks>
internal sealed class ApiDrift
{
    private const int Most = 20;

    private readonly SortedSet<string> _notRead = new(StringComparer.Ordinal);

    /// <summary>What could not be read, each as the start of a sentence, in order.</summary>
    public IReadOnlyList<string> NotRead
    {
        get
        {
            lock (_notRead)
            {
                return [.. _notRead];
            }
        }
    }

    /// <summary>Adds one, such as <c>'total_cost' is "n/a"</c>.</summary>
    public void Add(string what)
    {
        lock (_notRead)
        {
            if (_notRead.Count < Most)
            {
                _notRead.Add(ApiErrors.Clean(what, null));
            }
        }
    }
}
