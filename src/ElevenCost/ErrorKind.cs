using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ElevenCost;

/// <summary>
/// A kind of failure: its stable id and what docs/errors.md says of it. Each is a static field of a class <c>…Errors</c>, which is named as the id. Compare kinds,
/// not ids. Immutable.
/// </summary>
public sealed class ErrorKind
{
    private static readonly ConcurrentDictionary<string, ErrorKind> Found = new(StringComparer.Ordinal);

    /// <summary>Declares a kind.</summary>
    /// <param name="category">The category.</param>
    /// <param name="meaning">What it means, in general; the message of a failure has the particulars. Markdown.</param>
    /// <param name="remedy">What to do, in general. Markdown.</param>
    /// <param name="nature">What it is like.</param>
    /// <param name="id">The stable id, in Pascal case: the name of the field.</param>
    public ErrorKind(
        FailureCategory category, string meaning, string remedy, FailureNature nature = FailureNature.General, [CallerMemberName] string id = "")
    {
        Id = id;
        Category = category;
        Meaning = meaning;
        Remedy = remedy;
        Nature = nature;
    }

    /// <summary>The stable id, the same in every version and culture.</summary>
    public string Id { get; }

    /// <summary>The category.</summary>
    public FailureCategory Category { get; }

    /// <summary>What it is like.</summary>
    public FailureNature Nature { get; }

    /// <summary>What it means, in general. Markdown; empty for an id that this version does not know.</summary>
    public string Meaning { get; }

    /// <summary>What to do, in general. Markdown; empty for an id that this version does not know.</summary>
    public string Remedy { get; }

    /// <summary>The kind of a failure that was stored by its id, such as that of a sync.</summary>
    /// <param name="id">The id.</param>
    /// <param name="category">The category that was stored with it, for an id that this version does not know.</param>
    public static ErrorKind Of(string id, FailureCategory category) => Find(id) ?? new ErrorKind(category, "", "", FailureNature.General, id);

    /// <summary>The kind with an id; null if this version does not know it.</summary>
    public static ErrorKind? Find(string id)
    {
        if (!Found.TryGetValue(id, out ErrorKind? kind))
        {
            foreach (ErrorKind one in AppDomain.CurrentDomain.GetAssemblies().SelectMany(In))
            {
                Found[one.Id] = one;
            }

            Found.TryGetValue(id, out kind);
        }

        return kind;
    }

    /// <summary>The id.</summary>
    public override string ToString() => Id;

    private static IEnumerable<ErrorKind> In(Assembly assembly) => assembly.GetName().Name?.StartsWith(nameof(ElevenCost), StringComparison.Ordinal) != true ? []
        : assembly.GetTypes().Where(type => type.Name.EndsWith("Errors", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(ErrorKind))
            .Select(field => (ErrorKind)field.GetValue(null)!);
}
