using System.Globalization;

namespace ElevenCost.Engine.Demo;

/// <summary>A user of the demo workspace. Immutable.</summary>
internal sealed record DemoUser(string Id, string FirstName, string Email, string GroupId);

/// <summary>An API key of the demo workspace. Immutable.</summary>
/// <param name="Hash">Its hash: 64 hexadecimal digits, or empty for use of the website.</param>
/// <param name="Name">Its name.</param>
/// <param name="From">The first day it is used; null for always.</param>
/// <param name="Until">The first day it is no longer used; null for never.</param>
internal sealed record DemoKey(string Hash, string Name, DateOnly? From = null, DateOnly? Until = null);

/// <summary>Who and what the demo workspace consists of: people, groups, voices and keys of a small agency. Immutable.</summary>
internal sealed class DemoCast
{
    private const int UserSalt = 1;
    private const int VoiceSalt = 2;
    private const int KeySalt = 3;
    private const int CampaignSalt = 4;
    private const int GroupSalt = 5;
    private const int WorkspaceSalt = 6;

    private static readonly string[] GroupNames = ["Production", "Engineering", "Clients"];
    private static readonly (string Name, int Group)[] People = [("Mara", 0), ("Jonas", 0), ("Priya", 1), ("Tom", 1), ("Elif", 2)];

    private readonly int _seed;

    /// <summary>Derives every ID from the seed.</summary>
    public DemoCast(int seed)
    {
        _seed = seed;
        WorkspaceId = Id(WorkspaceSalt, 0);
        Groups = [.. GroupNames.Select((name, at) => (Id(GroupSalt, at), name))];
        Users = [.. People.Select((person, at) => new DemoUser(
            Id(UserSalt, at), person.Name, $"{person.Name.ToLowerInvariant()}@agency.example", Groups[person.Group].Id))];
        Voices = [.. Enumerable.Range(0, 6).Select(at => Id(VoiceSalt, at))];
        Website = new DemoKey("", "");
        Audiobooks = Key(0, "lantern-audiobooks");
        Hotline = Key(1, "orchid-hotels-hotline");
        GameLive = Key(2, "kite-games");
        GameTest = Key(3, "kite-games");
        Learning = Key(4, "harbor-learning");
        Captions = Key(5, "captions-service");
        Trailers = Key(6, "studio-trailers");
    }

    /// <summary>The workspace's ID.</summary>
    public string WorkspaceId { get; }

    /// <summary>The groups: each user is in one.</summary>
    public IReadOnlyList<(string Id, string Name)> Groups { get; }

    /// <summary>The users; the first is the one whose key is used.</summary>
    public IReadOnlyList<DemoUser> Users { get; }

    /// <summary>The voices' IDs.</summary>
    public IReadOnlyList<string> Voices { get; }

    /// <summary>Use without a key.</summary>
    public DemoKey Website { get; }

    public DemoKey Audiobooks { get; }

    public DemoKey Hotline { get; }

    public DemoKey GameLive { get; }

    /// <summary>Of the same name as <see cref="GameLive"/>, and another key.</summary>
    public DemoKey GameTest { get; }

    public DemoKey Learning { get; }

    public DemoKey Captions { get; }

    public DemoKey Trailers { get; }

    /// <summary>The key of the campaign of a cycle: used from two weeks into it for eighty days, and never again.</summary>
    /// <remarks>Shorter than ninety days, so that the last ninety always show one that was retired and one that started.</remarks>
    public DemoKey CampaignOf(DemoCycle cycle) => new(
        SplitMix.Hex(64, _seed, CampaignSalt, cycle.Number),
        string.Create(CultureInfo.InvariantCulture, $"campaign-{cycle.Number:00}"),
        cycle.First.AddDays(14),
        cycle.First.AddDays(94));

    /// <summary>Every key that is used on some day from one to another, use without a key left out.</summary>
    public IEnumerable<DemoKey> KeysWithin(DateOnly from, DateOnly to)
    {
        IEnumerable<DemoKey> campaigns = from <= to
            ? DemoCycle.Between(from, to).Select(CampaignOf).Where(key => key.From <= to && key.Until > from)
            : [];
        return [Audiobooks, Hotline, GameLive, GameTest, Learning, Captions, Trailers, .. campaigns];
    }

    /// <summary>The name of the one group that a user is in.</summary>
    public string GroupNameOf(string userId)
    {
        string groupId = Users.Single(user => user.Id == userId).GroupId;
        return Groups.Single(group => group.Id == groupId).Name;
    }

    private DemoKey Key(int number, string name) => new(SplitMix.Hex(64, _seed, KeySalt, number), name);

    private string Id(int salt, int number) => SplitMix.Hex(32, _seed, salt, number)[..20];
}
