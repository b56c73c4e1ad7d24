using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>The files of a folder as a disk could hold them after the power failed during a recording.</summary>
/// <remarks>
/// What was flushed is there. Of what came later, any part is there, in any order, and each write may be torn at sectors of 512 bytes: a sector holds
/// the old bytes, the new ones, or noise in their place. A longer file may have its length before its bytes. A name that was made or deleted since the folder was
/// flushed may be there or not. Bytes beside those that are written stay whole: SQLite counts on it (sqlite.org/psow.html). The -shm file is left out.
/// </remarks>
internal static class PowerCut
{
    private const int Sector = 512;

    /// <summary>Writes the files into a folder.</summary>
    /// <param name="recording">What was done.</param>
    /// <param name="point">How many operations had been done.</param>
    /// <param name="random">Which of the possible states it is.</param>
    /// <param name="flushes">Which flushes are respected.</param>
    /// <param name="folder">Where the files go.</param>
    public static void Rebuild(DiskRecording recording, int point, Random random, Flushes flushes, string folder)
    {
        DiskOperation[] done = Respected(recording, point, flushes);
        Directory.CreateDirectory(folder);
        foreach ((string name, int file) in Names(done, random))
        {
            File.WriteAllBytes(Path.Combine(folder, name), Content(done, file, random));
        }
    }

    /// <summary>What was done, without the flushes that are not respected.</summary>
    private static DiskOperation[] Respected(DiskRecording recording, int point, Flushes flushes)
    {
        DiskOperation[] done = [.. recording.Operations.Take(point)];
        int last = Array.FindLastIndex(done, operation => operation.Action == DiskAction.Sync);
        int database = done.FirstOrDefault(operation => operation.Name == RelationalLedger.FileName)?.File ?? 0;
        return [.. done.Where((operation, index) => index < recording.FirstPoint || flushes switch
        {
            Flushes.WithoutLast => index != last,
            Flushes.WithoutFiles => operation.Action != DiskAction.Sync,
            Flushes.WithoutDatabase => operation.Action != DiskAction.Sync || operation.File != database,
            Flushes.WithoutFolder => operation.Action != DiskAction.SyncFolder,
            _ => true,
        })];
    }

    /// <summary>Which name leads to which file. Each name is in one of the states that it has had since the folder was flushed.</summary>
    private static Dictionary<string, int> Names(DiskOperation[] done, Random random)
    {
        int flushed = Array.FindLastIndex(done, operation => operation.Action == DiskAction.SyncFolder);
        var states = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (int index = 0; index < done.Length; index++)
        {
            DiskOperation operation = done[index];
            if (operation.Name is not { } name)
            {
                continue;
            }

            List<int> possible = states.TryGetValue(name, out List<int>? known) ? known : states[name] = [0];
            if (index < flushed)
            {
                possible.Clear();
            }

            possible.Add(operation.Action == DiskAction.Create ? operation.File : 0);
        }

        var names = new Dictionary<string, int>();
        foreach ((string name, List<int> possible) in states)
        {
            if (possible[random.Next(possible.Count)] is not 0 and int file)
            {
                names.Add(name, file);
            }
        }

        return names;
    }

    private static byte[] Content(DiskOperation[] done, int file, Random random)
    {
        DiskOperation[] own = [.. done.Where(operation => operation.File == file && operation.Action != DiskAction.Create)];
        int flushed = Array.FindLastIndex(own, operation => operation.Action == DiskAction.Sync);
        var content = new FileContent();
        foreach (DiskOperation operation in own.Take(flushed + 1).Where(operation => operation.Action != DiskAction.Sync))
        {
            content.Apply(operation, null);
        }

        DiskOperation[] pending = own[(flushed + 1)..];
        if (random.Next(2) == 0)
        {
            random.Shuffle(pending);
        }

        // Nearly none, some, most or all of them: each is a disk that there is.
        double share = random.Next(5) / 4.0;
        bool isTorn = random.Next(2) == 0;
        foreach (DiskOperation operation in pending)
        {
            if (random.NextDouble() < share)
            {
                content.Apply(operation, isTorn ? random : null);
            }
            else if (operation.Action == DiskAction.Write && random.Next(8) == 0)
            {
                content.Lengthen(operation.Offset + operation.Bytes.Length, random);
            }
        }

        return content.ToArray();
    }

    private sealed class FileContent
    {
        private byte[] _bytes = new byte[64 * 1024];
        private int _length;

        public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

        /// <summary>Does what an operation did, or with a random source what a power cut can leave of it.</summary>
        public void Apply(DiskOperation operation, Random? torn)
        {
            int offset = checked((int)operation.Offset);
            if (operation.Action == DiskAction.Truncate)
            {
                SetLength(offset);
                return;
            }

            ReadOnlySpan<byte> bytes = operation.Bytes.Span;
            for (int done = 0; done < bytes.Length;)
            {
                int count = Math.Min(bytes.Length - done, Sector - ((offset + done) % Sector));
                switch (torn?.Next(16) ?? 15)
                {
                    case < 6:
                        break;
                    case 6:
                        Reach(offset + done + count);
                        torn!.NextBytes(_bytes.AsSpan(offset + done, count));
                        break;
                    default:
                        Reach(offset + done + count);
                        bytes.Slice(done, count).CopyTo(_bytes.AsSpan(offset + done));
                        break;
                }

                done += count;
            }
        }

        /// <summary>The length of a write that is lost itself: what is new is zero, or whatever the disk held there.</summary>
        public void Lengthen(long end, Random random)
        {
            int old = _length;
            Reach(checked((int)end));
            if (random.Next(2) == 0)
            {
                random.NextBytes(_bytes.AsSpan(old, _length - old));
            }
        }

        private void Reach(int end) => SetLength(Math.Max(_length, end));

        private void SetLength(int length)
        {
            if (length > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(length, 2 * _bytes.Length));
            }

            if (length < _length)
            {
                _bytes.AsSpan(length, _length - length).Clear();
            }

            _length = length;
        }
    }
}
