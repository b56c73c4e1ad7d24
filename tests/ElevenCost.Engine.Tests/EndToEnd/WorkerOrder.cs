using System.Text.Json;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>What a process of <see cref="ManyProcessesTests"/> does, and on which ledger.</summary>
/// <param name="Home">The home of an embedded ledger; null for a shared one.</param>
/// <param name="Address">The address of a shared ledger; null for an embedded one.</param>
/// <param name="IsWriter">Whether it writes; else it reads.</param>
/// <param name="Number">Which of the writers or the readers it is, from 0.</param>
/// <param name="Seed">The seed of what it does.</param>
/// <param name="Connections">The connections that are synced.</param>
/// <param name="Key">The key of every server.</param>
/// <param name="Servers">The servers: one workspace in several versions.</param>
/// <param name="Days">The days that are synced, in order, with the credits that each has in each version.</param>
internal sealed record WorkerOrder(
    string? Home, string? Address, bool IsWriter, int Number, int Seed, string[] Connections, string Key, Uri[] Servers, WorkerDay[] Days)
{
    /// <summary>The order in a file.</summary>
    public static WorkerOrder Read(string path) => JsonSerializer.Deserialize<WorkerOrder>(File.ReadAllText(path))!;

    /// <summary>Writes it into a file.</summary>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this));
}

/// <summary>A day that is synced.</summary>
/// <param name="Date">The day.</param>
/// <param name="Credits">Its credits in each version.</param>
internal sealed record WorkerDay(DateOnly Date, long[] Credits);
