using System.Globalization;

namespace ElevenLabs.Simulator;

/// <summary>
/// A deviation of the server, written <c>name[:argument][@/path][#range]</c>. The range counts matching requests from 1:
/// <c>#3</c> the first three, <c>#4-</c> from the fourth on, <c>#2-5</c> the second to the fifth.
/// </summary>
public sealed class Fault
{
    private int matched;

    private Fault(string name, string? argument, string? path, int first, int last)
    {
        Name = name;
        Argument = argument;
        Path = path;
        First = first;
        Last = last;
    }

    /// <summary>Name in kebab case.</summary>
    public string Name { get; }

    /// <summary>What follows the colon, or null.</summary>
    public string? Argument { get; }

    /// <summary>The path it is limited to (that path or below it), or null.</summary>
    public string? Path { get; }

    /// <summary>First matching request affected, from 1.</summary>
    public int First { get; }

    /// <summary>Last matching request affected.</summary>
    public int Last { get; }

    /// <summary>How many requests have matched name and path so far, whether affected or not.</summary>
    public int Matched => Volatile.Read(ref matched);

    /// <summary>Reads a fault; throws <see cref="FormatException"/> on an unknown name or a bad argument.</summary>
    public static Fault Parse(string text)
    {
        string rest = text;
        int first = 1;
        int last = int.MaxValue;
        int hash = rest.LastIndexOf('#');
        if (hash > 0 && TryRange(rest[(hash + 1)..], out first, out last))
        {
            rest = rest[..hash];
        }
        else
        {
            (first, last) = (1, int.MaxValue);
        }

        string? path = null;
        int at = rest.LastIndexOf("@/", StringComparison.Ordinal);
        if (at > 0)
        {
            path = rest[(at + 1)..];
            rest = rest[..at];
        }

        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? rest : rest[..colon];
        string? argument = colon < 0 ? null : rest[(colon + 1)..];
        FaultNames.Check(name, argument);
        return new Fault(name, argument, path, first, last);
    }

    /// <summary>The text it can be read from again.</summary>
    public override string ToString()
    {
        string range = First == 1 && Last == int.MaxValue ? "" : First == 1 ? $"#{Last}" : Last == int.MaxValue ? $"#{First}-" : $"#{First}-{Last}";
        return Name + (Argument is null ? "" : ":" + Argument) + (Path is null ? "" : "@" + Path) + range;
    }

    internal bool Covers(string path)
    {
        if (Path is not null && path != Path && !path.StartsWith(Path.TrimEnd('/') + "/", StringComparison.Ordinal))
        {
            return false;
        }

        return FaultNames.AppliesTo(this, path);
    }

    /// <summary>Counts a matching request and tells whether the fault affects it.</summary>
    internal bool Hit(out int ordinal)
    {
        ordinal = Interlocked.Increment(ref matched);
        return Contains(ordinal);
    }

    internal bool Contains(int ordinal) => ordinal >= First && ordinal <= Last;

    internal int IntArgument(int fallback) =>
        int.TryParse(Argument?.Split(',')[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : fallback;

    private static bool TryRange(string text, out int first, out int last)
    {
        first = 1;
        last = int.MaxValue;
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out last);
        }

        return int.TryParse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && (dash == text.Length - 1 || int.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out last));
    }
}
