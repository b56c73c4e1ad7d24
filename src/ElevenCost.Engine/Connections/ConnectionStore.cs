using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Connections;

/// <summary>The connections that are remembered, in <c>connections.json</c> of the home. Never a key. Safe for several processes.</summary>
/// <param name="home">The folder.</param>
/// <param name="time">The clock for waiting for another process; null for the system's.</param>
/// <param name="warn">Receives a warning, once, for each connection that was edited outside ElevenCost; from any thread. Null for nobody.</param>
public sealed class ConnectionStore(Home home, TimeProvider? time = null, Action<Warning>? warn = null) : IConnectionSource
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly HashSet<Warning> _warned = [];

    /// <summary>The file.</summary>
    public string FilePath { get; } = Path.Combine(home.Path, "connections.json");

    /// <summary>Every connection, in the order in which they were made; where there are any, exactly one is the default.</summary>
    /// <exception cref="ElevenCostException"><c>ConnectionFileNotValid</c>, <c>ConnectionFileNotReadable</c>.</exception>
    public IReadOnlyList<Connection> ReadAll()
    {
        byte[] bytes;
        try
        {
            bytes = HomeFile.Read(FilePath);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ConnectionErrors.FileNotReadable(FilePath, e.Message, e);
        }

        IReadOnlyList<Connection> all = WithDefault(new ConnectionFileReader(FilePath).Read(bytes));
        foreach (Connection connection in all)
        {
            WarnOfEdit(connection);
        }

        return all;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Connection> Resolve(IReadOnlyCollection<string> patterns) => Resolve(patterns, ReadAll());

    /// <summary>The connections among some that any of the patterns names.</summary>
    internal static IReadOnlyList<Connection> Resolve(IReadOnlyCollection<string> patterns, IReadOnlyList<Connection> all)
    {
        if (patterns.Count == 0)
        {
            return all.Count > 0 ? [all.Single(connection => connection.IsDefault)] : throw NotFound(null, all);
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (string text in patterns)
        {
            var pattern = WildcardPattern.Parse(text);
            Connection[] matches = [.. all.Where(connection => pattern.IsMatch(connection.Name))];
            if (matches.Length == 0)
            {
                throw NotFound(text, all);
            }

            found.UnionWith(matches.Select(connection => connection.Name));
        }

        return [.. all.Where(connection => found.Contains(connection.Name))];
    }

    /// <summary>Adds a connection, or replaces the one of its name. The first is the default; a replaced one keeps its place and whether it is.</summary>
    /// <returns>Whether one was replaced.</returns>
    /// <exception cref="ElevenCostException"><c>ConnectionNameNotValid</c>, or the file cannot be read or written.</exception>
    public async Task<bool> PutAsync(Connection connection, CancellationToken cancellationToken)
    {
        ConnectionName.Check(connection.Name);
        bool replaced = false;
        await ChangeAsync(all =>
        {
            int index = all.FindIndex(known => IsCalled(known, connection.Name));
            replaced = index >= 0;
            if (replaced)
            {
                all[index] = connection with { IsDefault = all[index].IsDefault, Edit = null };
            }
            else
            {
                all.Add(connection with { IsDefault = all.Count == 0 });
            }
        }, cancellationToken);
        return replaced;
    }

    /// <summary>Changes what is remembered of a connection; its name, key and ledger stay. What was edited outside ElevenCost counts as confirmed then.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">Makes the changed connection of the one that is remembered.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The changed connection.</returns>
    /// <exception cref="ElevenCostException"><c>ConnectionNotFound</c>, what <paramref name="change"/> throws, or the file cannot be read or written.</exception>
    public async Task<Connection> ChangeAsync(string name, Func<Connection, Connection> change, CancellationToken cancellationToken)
    {
        Connection? changed = null;
        await ChangeAsync(all =>
        {
            int index = IndexOf(all, name);
            all[index] = changed = change(all[index]) with { Name = all[index].Name, IsDefault = all[index].IsDefault, Edit = null };
        }, cancellationToken);
        return changed!;
    }

    /// <summary>Removes a connection; its ledger is kept. If it was the default, the oldest of the others becomes the default.</summary>
    /// <exception cref="ElevenCostException"><c>ConnectionNotFound</c>, or the file cannot be read or written.</exception>
    public Task RemoveAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(all => all.RemoveAt(IndexOf(all, name)), cancellationToken);

    /// <summary>Makes a connection the default.</summary>
    /// <exception cref="ElevenCostException"><c>ConnectionNotFound</c>, or the file cannot be read or written.</exception>
    public Task SetDefaultAsync(string name, CancellationToken cancellationToken) => ChangeAsync(all =>
    {
        int chosen = IndexOf(all, name);
        for (int index = 0; index < all.Count; index++)
        {
            all[index] = all[index] with { IsDefault = index == chosen };
        }
    }, cancellationToken);

    private void WarnOfEdit(Connection connection)
    {
        if (warn is null || connection.Edit is not { } edit)
        {
            return;
        }

        Warning warning = ConnectionWarnings.Edited(FilePath, connection.Name, edit.Fields);
        bool isNew;
        lock (_warned)
        {
            isNew = _warned.Add(warning);
        }

        if (isNew)
        {
            warn(warning);
        }
    }

    private static bool IsCalled(Connection connection, string name) => connection.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<Connection> WithDefault(IReadOnlyList<Connection> all) =>
        all.Count == 0 || all.Any(connection => connection.IsDefault) ? all : [all[0] with { IsDefault = true }, .. all.Skip(1)];

    private static ElevenCostException NotFound(string? pattern, IReadOnlyList<Connection> all) =>
        ConnectionErrors.NotFound(pattern, [.. all.Select(connection => connection.Name)]);

    private static int IndexOf(List<Connection> all, string name)
    {
        int index = all.FindIndex(connection => IsCalled(connection, name));
        return index >= 0 ? index : throw NotFound(name, all);
    }

    private async Task ChangeAsync(Action<List<Connection>> change, CancellationToken cancellationToken)
    {
        using IDisposable held = await HomeLock.TakeAsync(home, ConnectionErrors.ConnectionFileLocked, "The connections", _time, cancellationToken);
        List<Connection> all = [.. ReadAll()];
        change(all);
        try
        {
            using var file = AtomicFile.Stage(FilePath, stream => ConnectionFileWriter.Write(stream, WithDefault(all)));
            await file.CommitAsync(_time);
        }
        catch (ElevenCostException e) when (e.InnerException is { } cause)
        {
            throw ConnectionErrors.FileNotWritable(FilePath, cause);
        }
    }
}
