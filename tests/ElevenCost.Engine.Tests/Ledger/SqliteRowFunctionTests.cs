using ElevenCost.Engine.Ledger;
using Microsoft.Data.Sqlite;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>Rows that come as the arguments of an SQL function.</summary>
public sealed class SqliteRowFunctionTests : IDisposable
{
    private static readonly string[] Columns = ["a", "b"];

    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqliteRowFunctionTests()
    {
        _connection.Open();
        Execute("CREATE TABLE t (a integer, b integer); INSERT INTO t VALUES (1, 9223372036854775807), (2, NULL), (3, -9223372036854775807)");
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Each_row_is_handed_over_and_null_is_0()
    {
        var rows = new List<long[]>();
        Read(cells => rows.Add(cells.ToArray()), " FROM t");
        Assert.Equal([[1, long.MaxValue], [2, 0], [3, -long.MaxValue]], rows);
    }

    [Fact]
    public void A_query_without_rows_hands_nothing_over() => Read(_ => Assert.Fail("There is no row."), " FROM t WHERE a > 3");

    [Fact]
    public void What_the_receiver_throws_ends_the_query_and_the_connection_can_be_used_again()
    {
        int count = 0;
        var failure = new InvalidOperationException("the second");
        Exception thrown = Assert.Throws<InvalidOperationException>(() => Read(_ =>
        {
            if (++count == 2)
            {
                throw failure;
            }
        }, " FROM t"));
        Assert.Same(failure, thrown);
        Assert.Equal(2, count);
        Read(_ => count++, " FROM t");
        Assert.Equal(5, count);
    }

    [Fact]
    public void A_query_that_fails_throws_what_SQLite_says()
    {
        SqliteException e = Assert.Throws<SqliteException>(() => Read(_ => { }, " FROM missing"));
        Assert.Contains("no such table", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_connection_has_the_function_no_longer_than_it_is_needed()
    {
        Read(_ => { }, " FROM t");
        Assert.Throws<SqliteException>(() => Execute("SELECT receive_row(1)"));
    }

    private void Read(IntegerRowReceiver receive, string from)
    {
        using var function = new SqliteRowFunction(_connection.Handle!, Columns.Length, receive);
        function.Read(Columns, from);
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
