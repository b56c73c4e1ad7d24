using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>
/// Names of one sync in the order of the days that they were used on, whatever order its windows finish in: of two names the one of the later day
/// is the latest.
/// </summary>
internal sealed class NameHistory
{
    private readonly Dictionary<(Dimension Dimension, string Id), (DateOnly Day, string Name)> _latest = [];

    /// <summary>The names of a window, those that a later day has replaced as former ones. Not safe for several threads.</summary>
    /// <param name="names">The names that the window's answer has.</param>
    /// <param name="day">Its last day.</param>
    public NameBook Place(NameBook names, DateOnly day)
    {
        (Dictionary<string, string> keys, Dictionary<string, IReadOnlyList<string>> formerKeys) = Place(Dimension.ApiKey, names.ApiKeys, day);
        (Dictionary<string, string> users, Dictionary<string, IReadOnlyList<string>> formerUsers) = Place(Dimension.User, names.Users, day);
        (Dictionary<string, string> voices, Dictionary<string, IReadOnlyList<string>> formerVoices) = Place(Dimension.Voice, names.Voices, day);
        return new NameBook(keys, users) { Voices = voices, FormerApiKeys = formerKeys, FormerUsers = formerUsers, FormerVoices = formerVoices };
    }

    private (Dictionary<string, string> Names, Dictionary<string, IReadOnlyList<string>> Former) Place(
        Dimension dimension, IReadOnlyDictionary<string, string> names, DateOnly day)
    {
        var current = new Dictionary<string, string>(StringComparer.Ordinal);
        var former = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach ((string id, string name) in names)
        {
            if (_latest.TryGetValue((dimension, id), out (DateOnly Day, string Name) latest) && latest.Day > day)
            {
                current[id] = latest.Name;
                if (name != latest.Name)
                {
                    former[id] = [name];
                }
            }
            else
            {
                _latest[(dimension, id)] = (day, name);
                current[id] = name;
            }
        }

        return (current, former);
    }
}
