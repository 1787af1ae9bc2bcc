/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/ct-blocks.h"
#include "core/base/ct-status.h"
#include "core/base/ct-workers.h"
#include "tests/support/failing-allocator.h"

#define BLOCK_BYTES 250000
#define IN_MEMORY 4000000
#define N_BLOCKS 400 /* 100 MB */

/* What the process has in memory, in bytes. */
static gsize
resident_bytes (void)
{
  g_autofree char *text = NULL;
  unsigned long all, resident;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%lu %lu", &all, &resident), ==, 2);
  return resident * (gsize) sysconf (_SC_PAGESIZE);
}

static CtBlocks *
make_blocks (gsize n)
{
  CtBlocks *blocks;

  g_assert_cmpint (ct_blocks_new (BLOCK_BYTES, IN_MEMORY, &blocks), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_blocks_reserve (blocks, n - 1), ==, CT_STATUS_OK);
  return blocks;
}

static guint8
value_of (gsize block)
{
  return (guint8) (block * 37 + 11);
}

static void
fill (CtBlocks *blocks, gsize n)
{
  for (gsize i = 0; i < n; i++)
    memset (ct_blocks_at (blocks, i), value_of (i), BLOCK_BYTES);
}

static CtStatus
check_block (void *data, size_t job, size_t worker)
{
  gsize block = (job * 7919) % N_BLOCKS;
  const guint8 *bytes = ct_blocks_at (data, block);

  return bytes[0] == value_of (block) && bytes[BLOCK_BYTES / 2] == value_of (block)
                 && bytes[BLOCK_BYTES - 1] == value_of (block)
             ? CT_STATUS_OK
             : CT_STATUS_DAMAGED;
}

/* What does not fit comes back from the file, in whatever order threads ask for it. */
static void
test_kept (void)
{
  CtBlocks *blocks = make_blocks (N_BLOCKS);
  CtWorkers *workers;

  fill (blocks, N_BLOCKS);
  g_assert_cmpint (ct_workers_new (4, &workers), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_workers_run (workers, 4 * N_BLOCKS, check_block, blocks, NULL), ==, CT_STATUS_OK);
  ct_workers_free (workers);
  ct_blocks_free (blocks);
}

static void
test_zeros (void)
{
  CtBlocks *blocks = make_blocks (100);
  static const guint8 zeros[BLOCK_BYTES];

  for (gsize i = 0; i < 100; i++)
    g_assert_cmpmem (ct_blocks_at (blocks, i), BLOCK_BYTES, zeros, BLOCK_BYTES);
  ct_blocks_free (blocks);
}

/* A block stays where it is while the array grows. */
static void
test_still (void)
{
  CtBlocks *blocks = make_blocks (1);
  void *first = ct_blocks_at (blocks, 0), *later;

  g_assert_cmpint (ct_blocks_reserve (blocks, 50), ==, CT_STATUS_OK);
  later = ct_blocks_at (blocks, 50);
  g_assert_cmpint (ct_blocks_reserve (blocks, 200), ==, CT_STATUS_OK);
  g_assert_true (ct_blocks_at (blocks, 0) == first);
  g_assert_true (ct_blocks_at (blocks, 50) == later);
  ct_blocks_free (blocks);
}

/* 100 MB take less than 25, written, and read again. */
static void
test_memory (void)
{
  gsize before = resident_bytes ();
  CtBlocks *blocks = make_blocks (N_BLOCKS);

  fill (blocks, N_BLOCKS);
  g_assert_cmpuint (resident_bytes (), <, before + 25000000);
  for (gsize i = 0; i < N_BLOCKS; i++)
    g_assert_cmpint (check_block (blocks, i, 0), ==, CT_STATUS_OK);
  g_assert_cmpuint (resident_bytes (), <, before + 25000000);
  ct_blocks_free (blocks);
}

/* Without a folder for files, everything stays in memory. */
static void
test_no_folder (void)
{
  if (g_test_subprocess ())
    {
      CtBlocks *blocks;

      g_setenv ("TMPDIR", "/nowhere/at/all", TRUE);
      blocks = make_blocks (60);
      fill (blocks, 60);
      for (gsize i = 0; i < 60; i++)
        g_assert_cmpmem (ct_blocks_at (blocks, i), 1, &(guint8){ value_of (i) }, 1);
      ct_blocks_free (blocks);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

/* None of the files has a name. */
static void
test_no_names (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *folder = g_dir_make_tmp ("coloratura-test-XXXXXX", NULL);
      g_autoptr (GDir) dir = NULL;
      CtBlocks *blocks;

      g_setenv ("TMPDIR", folder, TRUE);
      blocks = make_blocks (100);
      dir = g_dir_open (folder, 0, NULL);
      g_assert_null (g_dir_read_name (dir));
      ct_blocks_free (blocks);
      g_assert_cmpint (g_rmdir (folder), ==, 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static CtStatus
grow (void *data)
{
  CtBlocks *blocks;
  CtStatus status = ct_blocks_new (1000, 20000, &blocks);

  for (gsize i = 0; status == CT_STATUS_OK && i < 10; i++)
    status = ct_blocks_reserve (blocks, i);
  ct_blocks_free (blocks);
  return status;
}

static void
test_no_memory (void)
{
  failing_allocator_try_all (grow, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blocks/kept", test_kept);
  g_test_add_func ("/blocks/zeros", test_zeros);
  g_test_add_func ("/blocks/still", test_still);
  g_test_add_func ("/blocks/memory", test_memory);
  g_test_add_func ("/blocks/no-folder", test_no_folder);
  g_test_add_func ("/blocks/no-names", test_no_names);
  g_test_add_func ("/blocks/no-memory", test_no_memory);
  return g_test_run ();
}
