using System.Runtime.InteropServices;

namespace ElevenCost.Engine.Ledger;

/// <summary>
/// What is called for each cell of millions of rows, by SQLite's own functions: SQLitePCL counts references to the statement in each call. The library is the
/// one that SQLitePCL has loaded.
/// </summary>
/// <remarks>sqlite.org/c3ref. What only reads or writes an integer is called without a transition of the garbage collector.</remarks>
internal static class SqliteLibrary
{
    private const string Name = "e_sqlite3";

    /// <summary>Binds an integer to a parameter, by its place from 1.</summary>
    [DllImport(Name, EntryPoint = "sqlite3_bind_int64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static extern int BindInt64(nint statement, int place, long value);

    /// <summary>Binds null to a parameter, by its place from 1.</summary>
    [DllImport(Name, EntryPoint = "sqlite3_bind_null")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static extern int BindNull(nint statement, int place);

    /// <summary>The integer of an argument of a function; 0 for null.</summary>
    [DllImport(Name, EntryPoint = "sqlite3_value_int64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    public static extern long ValueInt64(nint value);

    /// <summary>Gives a connection a function, or takes it away if the addresses are 0.</summary>
    [DllImport(Name, EntryPoint = "sqlite3_create_function_v2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int CreateFunction(
        nint connection, byte[] name, int arguments, int flags, nint data, nint function, nint step, nint final, nint destroy);

    /// <summary>Lets the query of a function fail.</summary>
    [DllImport(Name, EntryPoint = "sqlite3_result_error_code")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern void ResultErrorCode(nint context, int code);
}
