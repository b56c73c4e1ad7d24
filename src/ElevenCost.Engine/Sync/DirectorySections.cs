namespace ElevenCost.Engine.Sync;

/// <summary>What of a workspace's directory is read.</summary>
[Flags]
internal enum DirectorySections
{
    None = 0,

    /// <summary>The members, for the names of users.</summary>
    Members = 1,

    /// <summary>The keys of service accounts, for those that usage gives no name.</summary>
    ApiKeys = 2,

    /// <summary>The groups of each user.</summary>
    Groups = 4,

    All = Members | ApiKeys | Groups,
}
