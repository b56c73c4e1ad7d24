using System.Runtime.CompilerServices;

namespace ElevenCost.Engine;

/// <summary>
/// A kind of warning: its stable id and what docs/errors.md says of it. Each is a static field of a class <c>…Warnings</c>, which is named as the id. Compare
/// kinds, not ids. Immutable.
/// </summary>
public sealed class WarningKind
{
    /// <summary>Declares a kind.</summary>
    /// <param name="meaning">What it means, in general; the message of a warning has the particulars. Markdown.</param>
    /// <param name="remedy">What to do, in general. Markdown.</param>
    /// <param name="id">The stable id, in Pascal case: the name of the field.</param>
    public WarningKind(string meaning, string remedy, [CallerMemberName] string id = "")
    {
        Id = id;
        Meaning = meaning;
        Remedy = remedy;
    }

    /// <summary>The stable id, the same in every version and culture.</summary>
    public string Id { get; }

    /// <summary>What it means, in general. Markdown.</summary>
    public string Meaning { get; }

    /// <summary>What to do, in general. Markdown.</summary>
    public string Remedy { get; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
