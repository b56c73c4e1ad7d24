using System.Text.Json;

namespace ElevenCost.Engine.Ledger;

/// <summary>How definitions of one kind become documents and back.</summary>
/// <typeparam name="T">The definitions.</typeparam>
internal abstract class DefinitionKind<T>
{
    /// <summary>What the kind is called in the ledger and to the user, such as <c>prices</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What a definition is called: unique within the kind, compared without regard to case.</summary>
    public abstract string NameOf(T definition);

    /// <summary>The fields of a definition by the names that users know, in the order in which they are shown; none that is not set.</summary>
    public abstract IEnumerable<KeyValuePair<string, string>> FieldsOf(T definition);

    /// <summary>The definition of fields.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="mistakes">Receives what is not as it must be: field, value and what is expected.</param>
    /// <returns>Null if there was a mistake.</returns>
    public abstract T? Read(IReadOnlyDictionary<string, string> fields, List<string> mistakes);
}

/// <summary>The definitions of one kind in a ledger. Safe for several threads and processes: of changes at the same time each is made of what the other left.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="kind">The kind.</param>
internal sealed class DefinitionStore<T>(IUsageLedger ledger, DefinitionKind<T> kind)
{
    /// <summary>The definitions in their order.</summary>
    /// <exception cref="ElevenCostException"><c>LedgerDefinitionNotValid</c>, or the ledger can't be read.</exception>
    public async Task<IReadOnlyList<T>> ReadAsync(CancellationToken cancellationToken) =>
        [.. (await ledger.ReadDefinitionsAsync(kind.Name, cancellationToken)).Select(Parse)];

    /// <summary>Replaces the definitions, all in one change, which the ledger stores with what was before.</summary>
    /// <param name="change">
    /// Makes the definitions, in their order, of those that are stored, and the result. Called again if another change came first. What it throws
    /// leaves everything as it was.
    /// </param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException"><c>LedgerDefinitionNotValid</c>, or the ledger can't be written.</exception>
    public async Task<TResult> ChangeAsync<TResult>(
        Func<IReadOnlyList<T>, (IReadOnlyList<T> Definitions, TResult Result)> change, TimeProvider time, CancellationToken cancellationToken)
    {
        TResult result = default!;
        await ledger.ChangeDefinitionsAsync(kind.Name, kept =>
        {
            (IReadOnlyList<T> definitions, result) = change([.. kept.Select(Parse)]);
            Definition[] after = [.. definitions.Select(ToDefinition)];

            // Read back before it is stored: what the ledger holds must never be what nobody can read.
            Array.ForEach(after, definition => Parse(definition));
            return after;
        }, time, cancellationToken);
        return result;
    }

    private Definition ToDefinition(T definition) =>
        new(kind.NameOf(definition), JsonSerializer.Serialize(new Dictionary<string, string>(kind.FieldsOf(definition)), LedgerJson.Relaxed.DictionaryStringString));

    private T Parse(Definition definition)
    {
        var mistakes = new List<string>();
        try
        {
            if (kind.Read(DefinitionFields.Of(definition.Document), mistakes) is { } read)
            {
                return read;
            }
        }
        catch (JsonException e)
        {
            mistakes.Add(e.Message);
        }

        throw LedgerErrors.DefinitionNotValid(kind.Name, definition.Name, mistakes);
    }
}

/// <summary>The fields of documents of definitions.</summary>
internal static class DefinitionFields
{
    /// <summary>The fields of a document.</summary>
    /// <exception cref="JsonException">It is no object of texts.</exception>
    public static Dictionary<string, string> Of(string document) =>
        JsonSerializer.Deserialize(document, LedgerJson.Relaxed.DictionaryStringString) ?? throw new JsonException("The document is null.");
}
