using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A VFS of SQLite that passes every call to the default one, and lets a <see cref="TestDisk"/> see it first if it is for a file of its folder.</summary>
/// <remarks>
/// Layouts: sqlite.org/c3ref/vfs.html and sqlite.org/c3ref/io_methods.html, version 3 of both. Files of other folders get the default VFS's own methods, so that
/// tests beside this one notice nothing. Nothing here is freed: an open connection keeps the VFS that opened it.
/// </remarks>
internal static unsafe class TestVfs
{
    private const int Ok = 0;
    private const int Read = 1;
    private const int Write = 2;
    private const int Truncate = 3;
    private const int Sync = 4;

    private static readonly ConcurrentDictionary<nint, nint> Methods = [];
    private static readonly Vfs* Default = FindDefault();
    private static readonly delegate* unmanaged[Cdecl]<byte*, int*, int> OpenDirectory = ReplaceOpenDirectory();
    private static readonly Vfs* Own = Derive();
    private static readonly List<OpenedFile> Opened = [];
    private static volatile TestDisk[] _disks = [];

    /// <summary>Whether the default VFS has opened a folder in the present call, which it does only to flush it.</summary>
    [ThreadStatic]
    private static bool _flushesFolder;

    private static int TailOffset => (Default->FileSize + 7) & ~7;

    /// <summary>Makes this the default VFS of the process, for good.</summary>
    /// <remarks>
    /// Before the first database is opened: two connections to a database in memory find one another only if their VFS is the same, so that a change would
    /// empty the ledgers of the tests beside the one that made it (seen 2026-11-29).
    /// </remarks>
    [ModuleInitializer]
    internal static void Install()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(Ok, NativeMethods.Register(Own, 1));
        }
    }

    /// <summary>Lets a disk see what happens in its folder until the result is disposed of. Files that were opened until then stay on the disk.</summary>
    public static IDisposable Begin(TestDisk disk)
    {
        lock (Opened)
        {
            _disks = [.. _disks, disk];
        }

        return new Ending(disk);
    }

    private static Vfs* FindDefault()
    {
        SQLitePCL.Batteries_V2.Init();
        return NativeMethods.Find(null);
    }

    /// <summary>The folder's flush is no method of a VFS: os_unix.c has a call of the system for it, which can be replaced as SQLite's own tests do.</summary>
    /// <returns>The call that was replaced.</returns>
    private static delegate* unmanaged[Cdecl]<byte*, int*, int> ReplaceOpenDirectory()
    {
        fixed (byte* name = "openDirectory"u8)
        {
            nint replaced = Default->GetSystemCall(Default, name);
            Assert.Equal(Ok, Default->SetSystemCall(Default, name, &OnOpenDirectory));
            return (delegate* unmanaged[Cdecl]<byte*, int*, int>)replaced;
        }
    }

    private static Vfs* Derive()
    {
        var own = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        *own = *Default;
        own->Next = null;
        own->Name = (byte*)Marshal.StringToCoTaskMemUTF8("elevencost-test");

        // What is ours of an open file follows the default VFS's own structure.
        own->FileSize = TailOffset + sizeof(Tail);
        own->Open = &OnOpen;
        own->Delete = &OnDelete;
        return own;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(Vfs* vfs, byte* path, OpenFile* file, int flags, int* outFlags)
    {
        (TestDisk? disk, string? name) = DiskOf(path);
        int result = disk?.Before(DiskAction.Create) ?? Ok;
        if (result != Ok)
        {
            // Then SQLite does not close the file.
            file->Methods = null;
            return result;
        }

        result = Default->Open(Default, path, file, flags, outFlags);
        if (result == Ok && file->Methods is not null && disk is not null)
        {
            lock (Opened)
            {
                *TailOf(file) = new Tail { Methods = file->Methods, File = Opened.Count };
                Opened.Add(new OpenedFile(disk, disk.Open(name!)));
            }

            file->Methods = (IoMethods*)Methods.GetOrAdd((nint)file->Methods, static methods => (nint)Wrap((IoMethods*)methods));
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDelete(Vfs* vfs, byte* path, int flushesFolder)
    {
        (TestDisk? disk, string? name) = DiskOf(path);
        int result = disk?.Before(DiskAction.Delete) ?? Ok;
        if (result != Ok)
        {
            return result;
        }

        _flushesFolder = false;
        result = Default->Delete(Default, path, flushesFolder);
        if (result == Ok)
        {
            disk?.Delete(name!, _flushesFolder);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnRead(OpenFile* file, byte* bytes, int count, long offset)
    {
        int result = Of(file).Disk.Before(DiskAction.Read);
        return result == Ok ? ((delegate* unmanaged[Cdecl]<OpenFile*, byte*, int, long, int>)TailOf(file)->Methods->Functions[Read])(file, bytes, count, offset) : result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(OpenFile* file, byte* bytes, int count, long offset)
    {
        OpenedFile opened = Of(file);
        int result = opened.Disk.Before(DiskAction.Write);
        if (result == Ok)
        {
            result = ((delegate* unmanaged[Cdecl]<OpenFile*, byte*, int, long, int>)TailOf(file)->Methods->Functions[Write])(file, bytes, count, offset);
        }

        if (result == Ok)
        {
            opened.Disk.Write(opened.File, offset, new ReadOnlySpan<byte>(bytes, count));
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTruncate(OpenFile* file, long size)
    {
        OpenedFile opened = Of(file);
        int result = opened.Disk.Before(DiskAction.Truncate);
        if (result == Ok)
        {
            result = ((delegate* unmanaged[Cdecl]<OpenFile*, long, int>)TailOf(file)->Methods->Functions[Truncate])(file, size);
        }

        if (result == Ok)
        {
            opened.Disk.Truncate(opened.File, size);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(OpenFile* file, int flags)
    {
        OpenedFile opened = Of(file);
        int result = opened.Disk.Before(DiskAction.Sync);
        if (result == Ok)
        {
            _flushesFolder = false;
            result = ((delegate* unmanaged[Cdecl]<OpenFile*, int, int>)TailOf(file)->Methods->Functions[Sync])(file, flags);
        }

        if (result == Ok)
        {
            opened.Disk.Sync(opened.File, _flushesFolder);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpenDirectory(byte* path, int* descriptor)
    {
        int result = OpenDirectory(path, descriptor);
        _flushesFolder |= result == Ok;
        return result;
    }

    private static IoMethods* Wrap(IoMethods* methods)
    {
        var own = (IoMethods*)NativeMemory.Alloc((nuint)sizeof(IoMethods));
        *own = *methods;
        own->Functions[Read] = (nint)(delegate* unmanaged[Cdecl]<OpenFile*, byte*, int, long, int>)&OnRead;
        own->Functions[Write] = (nint)(delegate* unmanaged[Cdecl]<OpenFile*, byte*, int, long, int>)&OnWrite;
        own->Functions[Truncate] = (nint)(delegate* unmanaged[Cdecl]<OpenFile*, long, int>)&OnTruncate;
        own->Functions[Sync] = (nint)(delegate* unmanaged[Cdecl]<OpenFile*, int, int>)&OnSync;
        return own;
    }

    private static (TestDisk? Disk, string? Name) DiskOf(byte* path)
    {
        string? text = Text(path);
        TestDisk? disk = Array.Find(_disks, disk => disk.NameOf(text) is not null);
        return (disk, disk?.NameOf(text));
    }

    private static OpenedFile Of(OpenFile* file)
    {
        lock (Opened)
        {
            return Opened[TailOf(file)->File];
        }
    }

    private static Tail* TailOf(OpenFile* file) => (Tail*)((byte*)file + TailOffset);

    private static string? Text(byte* text) => text is null ? null : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary><c>sqlite3_vfs</c>. Functions that are not named here stay those of the default VFS, which find all they need in the copied fields.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileSize;
        public int LongestPath;
        public Vfs* Next;
        public byte* Name;
        public void* Data;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, OpenFile*, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        public fixed long Others[11];
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, delegate* unmanaged[Cdecl]<byte*, int*, int>, int> SetSystemCall;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, nint> GetSystemCall;
        public nint NextSystemCall;
    }

    /// <summary><c>sqlite3_io_methods</c>: a version, then functions.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct IoMethods
    {
        public long Version;
        public fixed long Functions[18];
    }

    /// <summary><c>sqlite3_file</c>: what every VFS's structure of an open file begins with.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenFile
    {
        public IoMethods* Methods;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Tail
    {
        public IoMethods* Methods;
        public int File;
    }

    /// <summary>An open file: its disk, and its number there.</summary>
    private sealed record OpenedFile(TestDisk Disk, int File);

    private sealed class Ending(TestDisk disk) : IDisposable
    {
        public void Dispose()
        {
            lock (Opened)
            {
                _disks = [.. _disks.Where(other => other != disk)];
            }
        }
    }

    private static class NativeMethods
    {
        [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", CallingConvention = CallingConvention.Cdecl)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern Vfs* Find(byte* name);

        [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register", CallingConvention = CallingConvention.Cdecl)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Register(Vfs* vfs, int isDefault);
    }
}
