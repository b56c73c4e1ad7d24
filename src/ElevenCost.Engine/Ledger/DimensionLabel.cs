namespace ElevenCost.Engine.Ledger;

/// <summary>What is shown for the ID of a dimension: the latest known name, or the words for use without one.</summary>
internal static class DimensionLabel
{
    /// <summary>What stands between the groups of a user who is in several.</summary>
    public const string GroupSeparator = " + ";

    /// <summary>The label of an ID; null if the ID is null, which is unknown.</summary>
    public static string? Of(Dimension dimension, string? id, NameBook names) => id switch
    {
        null => null,
        "" => dimension switch
        {
            Dimension.ApiKey => "(no key)",
            Dimension.Voice => "(no voice)",
            Dimension.User => "(no user)",
            Dimension.Group => "(no group)",
            Dimension.Model => "(no model)",
            Dimension.Product => "(no product)",
            Dimension.Source => "(no source)",
            _ => "(no region)",
        },
        _ => dimension switch
        {
            Dimension.ApiKey => names.ApiKeys.GetValueOrDefault(id, id),
            Dimension.User => names.Users.GetValueOrDefault(id, id),
            Dimension.Voice => names.Voices.GetValueOrDefault(id, id),
            _ => id,
        },
    };

    /// <summary>The single groups of a user who is in several; none for another dimension, or where the user is in one alone.</summary>
    public static IReadOnlyList<string> GroupsOf(Dimension dimension, string id) =>
        dimension == Dimension.Group && id.Contains(GroupSeparator, StringComparison.Ordinal) ? id.Split(GroupSeparator) : [];

    /// <summary>Every text that a rule may know a value by: its ID, its label, the names that it had before, and the single groups.</summary>
    public static IEnumerable<string> KnownAs(Dimension dimension, string id, NameBook names) =>
        [id, Of(dimension, id, names)!, .. FormerOf(dimension, id, names), .. GroupsOf(dimension, id)];

    /// <summary>Every text that is known of a dimension: the IDs and names in the book, and some values with their single groups.</summary>
    public static IEnumerable<string> Known(Dimension dimension, IEnumerable<string> values, NameBook names)
    {
        IReadOnlyDictionary<string, string> book = dimension switch
        {
            Dimension.ApiKey => names.ApiKeys,
            Dimension.User => names.Users,
            Dimension.Voice => names.Voices,
            _ => NameBook.Empty.ApiKeys,
        };
        return book.Keys.Concat(book.Values).Concat(values.SelectMany(value => GroupsOf(dimension, value).Prepend(value)));
    }

    /// <summary>The names that a value had before its latest one.</summary>
    public static IReadOnlyList<string> FormerOf(Dimension dimension, string id, NameBook names) => dimension switch
    {
        Dimension.ApiKey => names.FormerApiKeys.GetValueOrDefault(id, []),
        Dimension.User => names.FormerUsers.GetValueOrDefault(id, []),
        Dimension.Voice => names.FormerVoices.GetValueOrDefault(id, []),
        _ => [],
    };
}
