using System.Diagnostics;
using System.Text;

namespace ElevenCost.Engine.Tests.Connections;

public sealed class LocatedJsonTests
{
    [Fact]
    public void Each_value_and_each_name_knows_its_line()
    {
        LocatedJson root = LocatedJson.Parse(Encoding.UTF8.GetBytes("\n{\n\"a\":\n[1,\n2], \"b\": {\n\"c\": \"x\\ny\"\n}, \"d\":\n\n\nnull}\n"));
        Assert.Equal(2, root.Line);
        Assert.Equal([("a", 3, 4), ("b", 5, 5), ("d", 7, 10)], root.Fields.Select(field => (field.Name, field.Line, field.Value.Line)));
        Assert.Equal([4, 5], root.Fields[0].Value.Items.Select(item => item.Line));
        Assert.Equal(("c", 6, "x\ny"), root.Fields[1].Value.Fields.Select(field => (field.Name, field.Line, field.Value.Text!)).Single());
    }

    [Fact]
    public void A_file_of_many_values_is_read_in_time_that_grows_with_its_length_alone()
    {
        // Counting from the start for each value would take minutes.
        byte[] many = Encoding.UTF8.GetBytes($"[{string.Join(",\n", Enumerable.Repeat("0", 1_000_000))}]");
        var clock = Stopwatch.StartNew();
        Assert.Equal(1_000_000, LocatedJson.Parse(many).Items[^1].Line);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }
}
