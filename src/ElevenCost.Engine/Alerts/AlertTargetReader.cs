using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Alerts;

/// <summary>Makes one alert target of its fields, noting every mistake.</summary>
internal static class AlertTargetReader
{
    /// <summary>
    /// How the names of environment variables with addresses begin. Whoever can write to a shared ledger could else let another machine send any
    /// of its variables somewhere, or run the program that one of them names.
    /// </summary>
    public const string VariablePrefix = "ELEVENCOST_ALERT_";

    private const int LongestText = 256;
    private const int LongestPath = 1024;
    private const int MostRecipients = 50;

    /// <summary>The fields, by the names that users know, in the order in which they are kept.</summary>
    private static readonly string[] Fields =
    [
        nameof(AlertTarget.Name), nameof(AlertTarget.Kind), nameof(AlertTarget.AddressSource), nameof(AlertTarget.Variable), nameof(AlertTarget.Path),
        nameof(AlertTarget.SecretName), nameof(AlertTarget.Vault), nameof(AlertTarget.Topics), nameof(AlertTarget.Connection), nameof(AlertTarget.From),
        nameof(AlertTarget.To), nameof(AlertTarget.Note),
    ];

    /// <summary>The target; null if there was a mistake.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="mistakes">Receives what is not as it must be: field, value and what is expected.</param>
    public static AlertTarget? Read(IReadOnlyDictionary<string, string> fields, List<string> mistakes)
    {
        int before = mistakes.Count;
        var reader = new FieldReader(fields, mistakes);
        reader.NoteUnknown(Fields, "an alert");
        string? name = reader.Required(nameof(AlertTarget.Name), "a name of at most 256 characters that is no API key", Text);
        AlertTargetKind? kind = reader.Required(nameof(AlertTarget.Kind), FieldReader.OneOf<AlertTargetKind>(), FieldReader.Word<AlertTargetKind>);
        AlertAddressSource? source = reader.Required(nameof(AlertTarget.AddressSource), FieldReader.OneOf<AlertAddressSource>(), FieldReader.Word<AlertAddressSource>);
        string? variable = reader.Optional(nameof(AlertTarget.Variable), $"the name of an environment variable that begins with {VariablePrefix}, in capitals, digits and underscores", VariableName);
        string? path = reader.Optional(nameof(AlertTarget.Path), "the absolute path of a file", FilePath);
        string? secret = reader.Optional(nameof(AlertTarget.SecretName), "the name of a secret of at most 256 characters", Text);
        string? vault = reader.Optional(nameof(AlertTarget.Vault), "the name of a vault of at most 256 characters", Text);
        string? topics = reader.Optional(nameof(AlertTarget.Topics), $"some of {string.Join(", ", Enum.GetNames<AlertTopic>())}, joined by commas", Topics);
        string? connection = reader.Optional(nameof(AlertTarget.Connection), "a name or a pattern such as \"acme*\"", Pattern);
        string? from = reader.Optional(nameof(AlertTarget.From), "a mail address such as \"elevencost@example.com\"", text => MailFormat.AddressOf(text)?.ToString());
        string? to = reader.Optional(nameof(AlertTarget.To), "mail addresses joined by commas, at most 50", Recipients);
        string? note = reader.Optional(nameof(AlertTarget.Note), "a text of at most 256 characters", Text);
        NoteSource(source, kind, fields, mistakes);
        NoteMail(kind, fields, mistakes);
        return mistakes.Count > before ? null : new AlertTarget
        {
            Name = name!,
            Kind = kind!.Value,
            AddressSource = source!.Value,
            Variable = variable,
            Path = path,
            SecretName = secret,
            Vault = vault,
            Topics = topics,
            Connection = connection,
            From = from,
            To = to,
            Note = note,
        };
    }

    /// <summary>The fields of a target.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FieldsOf(AlertTarget target) => FieldReader.Given(
        (nameof(AlertTarget.Name), target.Name),
        (nameof(AlertTarget.Kind), target.Kind.ToString()),
        (nameof(AlertTarget.AddressSource), target.AddressSource.ToString()),
        (nameof(AlertTarget.Variable), target.Variable),
        (nameof(AlertTarget.Path), target.Path),
        (nameof(AlertTarget.SecretName), target.SecretName),
        (nameof(AlertTarget.Vault), target.Vault),
        (nameof(AlertTarget.Topics), target.Topics),
        (nameof(AlertTarget.Connection), target.Connection),
        (nameof(AlertTarget.From), target.From),
        (nameof(AlertTarget.To), target.To),
        (nameof(AlertTarget.Note), target.Note));

    private static void NoteSource(AlertAddressSource? source, AlertTargetKind? kind, IReadOnlyDictionary<string, string> fields, List<string> mistakes)
    {
        if (source is not { } known)
        {
            return;
        }

        string needed = known switch
        {
            AlertAddressSource.Environment => nameof(AlertTarget.Variable),
            AlertAddressSource.File => nameof(AlertTarget.Path),
            _ => nameof(AlertTarget.SecretName),
        };
        string[] others = [.. new[] { nameof(AlertTarget.Variable), nameof(AlertTarget.Path), nameof(AlertTarget.SecretName) }.Where(field => field != needed && fields.ContainsKey(field))];
        if (!fields.ContainsKey(needed))
        {
            mistakes.Add($"\"{needed}\" is missing: it says where the address is stored");
        }

        if (others.Length > 0 || (known != AlertAddressSource.Vault && fields.ContainsKey(nameof(AlertTarget.Vault))))
        {
            mistakes.Add("its address can be stored in one place alone: an environment variable, a file or a vault");
        }

        if (kind == AlertTargetKind.Program && known == AlertAddressSource.File)
        {
            // A file that any program writes to would choose what is run.
            mistakes.Add("the path of a program must be in an environment variable or a vault");
        }
    }

    private static void NoteMail(AlertTargetKind? kind, IReadOnlyDictionary<string, string> fields, List<string> mistakes)
    {
        bool hasSender = fields.ContainsKey(nameof(AlertTarget.From));
        bool hasRecipient = fields.ContainsKey(nameof(AlertTarget.To));
        if (kind == AlertTargetKind.Mail && !(hasSender && hasRecipient))
        {
            mistakes.Add("mail needs a sender and a recipient");
        }

        if (kind is not (null or AlertTargetKind.Mail) && (hasSender || hasRecipient))
        {
            mistakes.Add("only mail has a sender and recipients");
        }
    }

    private static string? Text(string text) =>
        text.Length is > 0 and <= LongestText && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl) && !KeyText.LooksLikeKey(text) ? text : null;

    private static string? Pattern(string text) => Text(text) is not null && WildcardPattern.TryParse(text, out _) ? text : null;

    private static string? VariableName(string text) =>
        text.StartsWith(VariablePrefix, StringComparison.Ordinal) && text.Length > VariablePrefix.Length && text.Length <= LongestText
        && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '_') ? text : null;

    private static string? FilePath(string text) => text.Length <= LongestPath && !text.Any(char.IsControl) && System.IO.Path.IsPathFullyQualified(text) ? text : null;

    private static string? Topics(string text)
    {
        AlertTopic?[] topics = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(FieldReader.Word<AlertTopic>)];
        return topics.Contains(null) ? null : string.Join(',', topics.Distinct().Order());
    }

    private static string? Recipients(string text)
    {
        string?[] addresses = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(address => MailFormat.AddressOf(address)?.ToString())];
        return addresses.Contains(null) || addresses.Length > MostRecipients ? null : string.Join(',', addresses.Distinct(StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>How alert targets are stored.</summary>
internal sealed class AlertTargets : DefinitionKind<AlertTarget>
{
    private AlertTargets()
    {
    }

    /// <summary>The only one there is.</summary>
    public static AlertTargets Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "alerts";

    /// <inheritdoc/>
    public override string NameOf(AlertTarget definition) => definition.Name;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> FieldsOf(AlertTarget definition) => AlertTargetReader.FieldsOf(definition);

    /// <inheritdoc/>
    public override AlertTarget? Read(IReadOnlyDictionary<string, string> fields, List<string> mistakes) => AlertTargetReader.Read(fields, mistakes);
}
