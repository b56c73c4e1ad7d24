using System.Globalization;

namespace ElevenLabs.Simulator;

/// <summary>POST /v1/workspace/analytics/query/usage-by-product-over-time, streamed day by day.</summary>
internal sealed class UsageQueryEndpoint(UsageGenerator generator, ActiveFaults faults, UsageQuery query, long now, string currency)
{
    private const int FlushAt = 64 * 1024;
    private readonly RowBuffer buffer = new();
    private readonly bool grouped = query.GroupBy.Count > 0;
    private readonly bool floats = faults.Has("numbers-as-floats");
    private readonly bool asText = faults.Has("numbers-as-text");
    private readonly List<(string Column, string Json, string Row)> cells = [.. faults.All("cell").Select(CellOf)];
    private readonly bool epochs = faults.Has("epoch-timestamps");
    private readonly double nullCosts = faults.Find("null-costs") is Fault f
        ? double.Parse(f.Argument ?? "1", CultureInfo.InvariantCulture) : 0;
    private readonly int copies = faults.Has("duplicate-rows") ? 2 : 1;
    private int rowsLeft = faults.Find("row-cap") is Fault cap && query.GroupBy.Count > 0 ? cap.IntArgument(int.MaxValue) : int.MaxValue;
    private bool first = true;
    private ulong rowNumber;

    // One accumulator a group.
    private int[] groupOf = [];
    private byte[][][] groupValues = [];
    private long[] credits = [];
    private long[] minutes = [];
    private long[] costs = [];
    private bool[] hasCost = [];
    private long[] counts = [];
    private long[] charges = [];
    private bool[] touched = [];
    private readonly List<int> order = [];
    private UsageColumn[] columns = [];

    public async Task WriteAsync(HttpReply reply)
    {
        columns = MakeColumns();
        MakeGroups();
        await reply.StartAsync(200);
        string extra = faults.Find("extra-field") is Fault field ? $"\"{field.Argument ?? "next_cursor"}\":{{\"a\":[1,null]}}," : "";
        buffer.Text("{" + extra);
        if (faults.Has("columns-after-rows"))
        {
            await WriteRowsAsync(reply);
            buffer.Text("," + Units() + "," + Types() + "," + Names());
        }
        else
        {
            buffer.Text(Names() + "," + Types() + "," + Units() + ",");
            await WriteRowsAsync(reply);
        }

        buffer.Byte('}');
        await reply.WriteAsync(buffer.Written);
        await reply.EndAsync();
    }

    private UsageColumn[] MakeColumns()
    {
        List<UsageColumn> made = [];
        foreach (string name in query.GroupBy)
        {
            made.Add(new UsageColumn(UsageColumnKind.Group, name, "String", null, Dimension.IndexOf(name)));
        }

        made.Add(new UsageColumn(UsageColumnKind.Timestamp, "timestamp", "DateTime", null));
        foreach (Fault extra in faults.All("extra-column"))
        {
            made.Add(new UsageColumn(UsageColumnKind.Extra, extra.Argument ?? "credit_multiplier", "Float", "ratio"));
        }

        made.Add(new UsageColumn(UsageColumnKind.Credits, "total_usage", "Int", "credits"));
        made.Add(new UsageColumn(UsageColumnKind.Minutes, "total_minutes", "Float", "min"));
        made.Add(new UsageColumn(UsageColumnKind.Cost, "total_cost", "Float", currency));
        made.Add(new UsageColumn(UsageColumnKind.Count, "usage_count", "Int", null));
        if (!grouped)
        {
            made.Add(new UsageColumn(UsageColumnKind.Charges, "total_charge_count", "Float", null));
        }

        if (query.GroupBy.Contains("hashed_xi_api_key"))
        {
            made.Add(new UsageColumn(UsageColumnKind.KeyName, "api_key_name", "String", null));
        }

        if (faults.Has("name-columns") && query.GroupBy.Contains("voice_id"))
        {
            made.Add(new UsageColumn(UsageColumnKind.VoiceName, "voice_name", "String", null));
        }

        if (faults.Has("name-columns") && query.GroupBy.Contains("user_id"))
        {
            made.Add(new UsageColumn(UsageColumnKind.UserName, "user_label", "String", null));
        }

        foreach (Fault absent in faults.All("absent-column"))
        {
            made.RemoveAll(c => c.Name == absent.Argument);
        }

        foreach (Fault unit in faults.All("unknown-unit"))
        {
            string[] pair = (unit.Argument ?? "total_minutes=fortnight").Split('=', 2);
            Replace(made, pair[0], c => c with { Unit = pair.Length > 1 ? pair[1] : "fortnight" });
        }

        foreach (Fault renamed in faults.All("renamed-column"))
        {
            string[] pair = renamed.Argument!.Split('=', 2);
            Replace(made, pair[0], c => c with { Name = pair[1] });
        }

        return [.. made];
    }

    private static void Replace(List<UsageColumn> list, string name, Func<UsageColumn, UsageColumn> change)
    {
        int index = list.FindIndex(c => c.Name == name);
        if (index >= 0)
        {
            list[index] = change(list[index]);
        }
    }

    private void MakeGroups()
    {
        UsageStream[] streams = generator.Workspace.Streams;
        string? otherLabel = faults.Find("unknown-product") is Fault unknown ? unknown.Argument ?? "Holographic Dubbing" : null;
        int[] dimensions = [.. query.GroupBy.Select(Dimension.IndexOf)];
        groupOf = new int[streams.Length];
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        List<(string Id, byte[][] Values)> made = [];
        for (int i = 0; i < streams.Length; i++)
        {
            string?[] values = streams[i].Values;
            if (!query.Filters.TrueForAll(filter => filter.Accepts(values[Dimension.IndexOf(filter.Column)])))
            {
                groupOf[i] = -1;
                continue;
            }

            string id = string.Join('\u0001', dimensions.Select(d => values[d] ?? "\u0002"));
            if (!known.TryGetValue(id, out int group))
            {
                group = made.Count;
                known[id] = group;
                made.Add((id, [.. columns.Select(c => Encode(c, values, otherLabel))]));
            }

            groupOf[i] = group;
        }

        // Rows of a bucket come in the order of their values.
        int[] sorted = [.. Enumerable.Range(0, made.Count).OrderBy(g => made[g].Id, StringComparer.Ordinal)];
        int[] rank = new int[made.Count];
        for (int r = 0; r < sorted.Length; r++)
        {
            rank[sorted[r]] = r;
        }

        groupValues = [.. sorted.Select(g => made[g].Values)];
        for (int i = 0; i < groupOf.Length; i++)
        {
            groupOf[i] = groupOf[i] < 0 ? -1 : rank[groupOf[i]];
        }

        int count = Math.Max(1, made.Count);
        if (made.Count == 0)
        {
            groupValues = [[.. columns.Select(_ => Array.Empty<byte>())]];
        }

        (credits, minutes, costs, counts, charges) = (new long[count], new long[count], new long[count], new long[count], new long[count]);
        (hasCost, touched) = (new bool[count], new bool[count]);
    }

    private byte[] Encode(UsageColumn column, string?[] values, string? otherLabel) => column.Kind switch
    {
        UsageColumnKind.Group when otherLabel is not null && values[column.Dimension] == "Sound Effects" => RowBuffer.Encode(otherLabel),
        UsageColumnKind.Group => RowBuffer.Encode(values[column.Dimension]),
        UsageColumnKind.KeyName => RowBuffer.Encode(
            values[Dimension.HashedKey] is string hash ? generator.Workspace.KeyNames.GetValueOrDefault(hash) : null),
        UsageColumnKind.VoiceName => RowBuffer.Encode(Named("Voice", values[Dimension.VoiceId])),
        UsageColumnKind.UserName => RowBuffer.Encode(Named("User", values[Dimension.UserId])),
        _ => [],
    };

    private string? Named(string kind, string? id) => id is null ? null : $"{kind} {id}{faults.Find("name-columns")!.Argument}";

    private async Task WriteRowsAsync(HttpReply reply)
    {
        if (faults.Has("rows-null"))
        {
            buffer.Text("\"rows\":null");
            return;
        }

        buffer.Text("\"rows\":[");
        BucketAxis axis = new(query.Interval, query.Zone);
        long start = Epoch.FloorDiv(query.StartMs + 999, 1000);
        long end = Epoch.FloorDiv(query.EndMs, 1000);
        if (faults.Has("row-at-end-time"))
        {
            end = axis.Next(axis.Next(axis.Floor(end))) - 1;
        }

        Adjustments adjustments = faults.Adjustments();
        List<UsageEvent> events = [];
        long bucket = axis.Floor(Epoch.FloorDiv(query.StartMs, 1000));
        long next = axis.Next(bucket);

        // Beyond the data's edges there is nothing to generate, however wide the window.
        long firstDay = Math.Max(Epoch.FloorDiv(start, 86_400), Epoch.DayOf(generator.Workspace.FirstDay));
        long lastDay = Math.Min(Epoch.FloorDiv(end, 86_400), Epoch.FloorDiv(now, 86_400));
        for (long day = firstDay; day <= lastDay && rowsLeft > 0; day++)
        {
            generator.Fill((int)day, now, adjustments, events);
            events.Sort(static (a, b) => a.Second.CompareTo(b.Second));
            foreach (UsageEvent item in events)
            {
                if (item.Second < start || item.Second > end || groupOf[item.Stream] < 0)
                {
                    continue;
                }

                while (item.Second >= next)
                {
                    await FlushBucketAsync(bucket, reply);
                    if (grouped)
                    {
                        bucket = axis.Floor(item.Second);
                        next = axis.Next(bucket);
                    }
                    else
                    {
                        bucket = next;
                        next = axis.Next(bucket);
                    }
                }

                Add(item);
            }
        }

        while (bucket <= end)
        {
            await FlushBucketAsync(bucket, reply);
            if (grouped)
            {
                break;
            }

            bucket = next;
            next = axis.Next(bucket);
        }

        buffer.Byte(']');
    }

    private void Add(in UsageEvent item)
    {
        int group = groupOf[item.Stream];
        if (!touched[group])
        {
            touched[group] = true;
            order.Add(group);
        }

        credits[group] += item.Credits;
        minutes[group] += item.Minutes;
        counts[group] += item.Requests;
        charges[group] += item.Charges;
        if (item.Cost is long cost)
        {
            costs[group] += cost;
            hasCost[group] = true;
        }
    }

    private async Task FlushBucketAsync(long bucket, HttpReply reply)
    {
        if (!grouped && order.Count == 0)
        {
            order.Add(0);
        }

        if (order.Count == 0)
        {
            return;
        }

        order.Sort();
        string stamp = epochs
            ? (bucket * 1000).ToString(CultureInfo.InvariantCulture)
            : DateTimeOffset.FromUnixTimeSeconds(bucket).ToString("'\"'yyyy-MM-dd'T'HH:mm:ss'Z\"'", CultureInfo.InvariantCulture);
        foreach (int group in order)
        {
            for (int copy = 0; copy < copies && rowsLeft > 0; copy++)
            {
                WriteRow(group, stamp);
                rowsLeft--;
            }

            (credits[group], minutes[group], costs[group], counts[group], charges[group]) = (0, 0, 0, 0, 0);
            (hasCost[group], touched[group]) = (false, false);
            if (buffer.Length >= FlushAt)
            {
                await reply.WriteAsync(buffer.Written);
                buffer.Clear();
            }
        }

        order.Clear();
    }

    private void WriteRow(int group, string stamp)
    {
        rowNumber++;
        if (!first)
        {
            buffer.Byte(',');
        }

        first = false;
        buffer.Byte('[');
        for (int c = 0; c < columns.Length; c++)
        {
            if (c > 0)
            {
                buffer.Byte(',');
            }

            if (cells.Find(cell => cell.Column == columns[c].Name && (cell.Row.Length == 0 || cell.Row == $"{rowNumber}" || stamp.StartsWith($"\"{cell.Row}T", StringComparison.Ordinal))).Json is { } json)
            {
                buffer.Text(json);
                continue;
            }

            bool isText = asText && columns[c].Kind is UsageColumnKind.Credits or UsageColumnKind.Count or UsageColumnKind.Minutes or UsageColumnKind.Charges
                || (asText && columns[c].Kind == UsageColumnKind.Cost && (!grouped || hasCost[group]));
            if (isText)
            {
                buffer.Byte('"');
            }

            switch (columns[c].Kind)
            {
                case UsageColumnKind.Timestamp:
                    buffer.Text(stamp);
                    break;
                case UsageColumnKind.Credits:
                    WriteInteger(credits[group]);
                    break;
                case UsageColumnKind.Count:
                    WriteInteger(counts[group]);
                    break;
                case UsageColumnKind.Minutes when grouped && minutes[group] == 0:
                    WriteInteger(0);
                    break;
                case UsageColumnKind.Minutes:
                    buffer.Fixed(minutes[group], 4);
                    break;
                case UsageColumnKind.Charges:
                    buffer.Fixed(charges[group], 3);
                    break;
                case UsageColumnKind.Cost:
                    WriteCost(group);
                    break;
                case UsageColumnKind.Extra:
                    buffer.Text("0.5");
                    break;
                default:
                    buffer.Raw(groupValues[group][c]);
                    break;
            }

            if (isText)
            {
                buffer.Byte('"');
            }
        }

        buffer.Byte(']');
    }

    private static (string Column, string Json, string Row) CellOf(Fault fault)
    {
        string[] pair = fault.Argument!.Split('=', 2);
        int at = pair[1].LastIndexOf(';');
        return at < 0 ? (pair[0], pair[1], "") : (pair[0], pair[1][..at], pair[1][(at + 1)..]);
    }

    private void WriteCost(int group)
    {
        bool absent = nullCosts > 0 && (nullCosts >= 1 || Mix.Unit(Mix.Of(rowNumber)) < nullCosts);
        if (absent || (grouped && !hasCost[group]))
        {
            buffer.Raw("null"u8);
        }
        else
        {
            buffer.Fixed(costs[group], 9);
        }
    }

    private void WriteInteger(long value)
    {
        buffer.Integer(value);
        if (floats)
        {
            buffer.Raw(".0"u8);
        }
    }

    private string Names() => "\"columns\":[" + string.Join(',', columns.Select(c => Quote(c.Name))) + "]";

    private string Types() => "\"column_types\":[" + string.Join(',', columns.Select(c => Quote(c.Type))) + "]";

    private string Units() => "\"column_units\":[" + string.Join(',', columns.Select(c => Quote(c.Unit))) + "]";

    private static string Quote(string? text) => System.Text.Encoding.UTF8.GetString(RowBuffer.Encode(text));
}
