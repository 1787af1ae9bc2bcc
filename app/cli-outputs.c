/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-outputs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/cli-names.h"
#include "app/cli-text.h"
#include "core/base/ct-atomic-file.h"
#include "core/base/ct-file-name.h"
#include "core/base/ct-status.h"

char *
cli_outputs_dup_folder (const CliOutput *output)
{
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    if (output->files[kind] && !cli_outputs_is_stream (output->files[kind]))
      return cli_names_dup_folder (output->files[kind]);
  return output->stems ? strdup (output->stems) : NULL;
}

bool
cli_outputs_is_stream (const char *path)
{
  return strcmp (path, "-") == 0;
}

static bool
is_folder (const char *path)
{
  struct stat info;

  return !cli_outputs_is_stream (path) && stat (path, &info) == 0 && S_ISDIR (info.st_mode);
}

/* Whether an option names a folder. Returns 0 or the exit status. */
static int
find_folder (const CliOptions *options, const char *path, bool always, bool *folder)
{
  struct stat info;
  size_t length = path ? strlen (path) : 0;

  *folder = path && !(cli_outputs_is_stream (path) && !always)
            && (always || options->n_inputs > 1 || path[length - 1] == '/' || is_folder (path));
  if (!*folder || stat (path, &info) != 0 || S_ISDIR (info.st_mode))
    return CLI_EXIT_DONE;
  cli_text_error (path, always ? "not a folder" : "not a folder, as it has to be with several recordings");
  return CLI_EXIT_USAGE;
}

/* Another process may do the same at this moment. */
static int
make_folder (const char *path)
{
  struct stat info;
  int error = mkdir (path, 0777) == 0 ? 0 : errno;

  if (error == 0 || (error == EEXIST && stat (path, &info) == 0 && S_ISDIR (info.st_mode)))
    return CLI_EXIT_DONE;
  cli_text_error (path, error == ENOENT ? "the folder around it does not exist"
                                        : ct_status_string (ct_status_from_errno (error)));
  return CLI_EXIT_FAILED;
}

/* FOLDER/NAME.ENDING, or NAME.ENDING where @folder is NULL. */
static char *
join (const char *folder, const char *name, const char *ending)
{
  size_t length = folder ? strlen (folder) : 0;
  const char *slash = length && folder[length - 1] != '/' ? "/" : "";
  char *path;

  if (asprintf (&path, "%s%s%s%s", folder ? folder : "", slash, name, ending) < 0)
    return NULL;
  return path;
}

/* The path of one kind of result. */
static char *
result_path (const char *given, bool folder, const char *name, const char *ending)
{
  return given && !folder ? strdup (given) : join (given, name, ending);
}

/* How the names of files end in a folder. */
static const char *const endings[CLI_N_FILES] = {
  [CLI_FILE_MIDI] = ".mid",          [CLI_FILE_NOTES] = ".csv",  [CLI_FILE_CHORDS] = ".chords.csv",
  [CLI_FILE_MUSICXML] = ".musicxml", [CLI_FILE_JIANPU] = ".pdf", [CLI_FILE_JSON] = ".json"
};

/* Fills in the paths of one recording; false without memory. */
static bool
plan_one (CliOutput *output, const CliOptions *options, const bool *folders, const char *name, bool with_midi)
{
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    if (options->files[kind] || (kind == CLI_FILE_MIDI && with_midi))
      {
        output->files[kind] = result_path (options->files[kind], folders[kind], name, endings[kind]);
        if (!output->files[kind])
          return false;
      }
  if (!options->stems)
    return true;
  output->stems = options->n_inputs > 1 ? join (options->stems, name, "") : strdup (options->stems);
  return output->stems != NULL;
}

/* Whether nothing but what is written without any option is asked for. */
static bool
asks_for_nothing_else (const CliOptions *options)
{
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    if (options->files[kind])
      return false;
  return !options->stems;
}

static int
plan_names (CliOutputs *self, const CliOptions *options, const bool *folders)
{
  bool with_midi = asks_for_nothing_else (options);
  CliName *names = cli_names_new (options->inputs, options->n_inputs);
  bool complete;

  self->outputs = calloc (self->n + 1, sizeof *self->outputs);
  complete = names && self->outputs;
  for (size_t i = 0; i < options->n_inputs && complete; i++)
    {
      self->outputs[i].shared = names[i].shared;
      complete = plan_one (&self->outputs[i], options, folders, names[i].text, with_midi);
    }
  free (names);
  if (complete)
    return CLI_EXIT_DONE;
  cli_text_error (NULL, ct_status_string (CT_STATUS_NO_MEMORY));
  return CLI_EXIT_FAILED;
}

static int
compare_paths (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* All files that are to be written, stems apart, in order; NULL without memory. */
static const char **
sort_paths (const CliOutputs *self, const CliOptions *options, size_t *n)
{
  const char **paths = malloc ((self->n * CLI_N_FILES + 1) * sizeof *paths);

  *n = 0;
  if (!paths)
    return NULL;
  for (size_t i = 0; i < self->n; i++)
    for (int kind = 0; kind < CLI_N_FILES; kind++)
      if (self->outputs[i].files[kind] && !(self->n > 1 && cli_outputs_is_stream (self->outputs[i].files[kind])))
        paths[(*n)++] = self->outputs[i].files[kind];
  if (options->report)
    paths[(*n)++] = options->report;
  qsort (paths, *n, sizeof *paths, compare_paths);
  return paths;
}

/* Whether any two results would have the same name; reports it. */
static int
check_paths (const CliOutputs *self, const CliOptions *options)
{
  size_t n;
  const char **paths = sort_paths (self, options, &n);
  int status = CLI_EXIT_DONE;

  if (!paths)
    {
      cli_text_error (NULL, ct_status_string (CT_STATUS_NO_MEMORY));
      return CLI_EXIT_FAILED;
    }
  for (size_t i = 1; i < n && status == CLI_EXIT_DONE; i++)
    if (strcmp (paths[i - 1], paths[i]) == 0)
      {
        cli_text_error (paths[i], CLI_OUTPUTS_SAME);
        status = CLI_EXIT_USAGE;
      }
  free (paths);
  return status;
}

/* Whether the report can be written when all is done; says why not. */
static int
check_report (const CliOptions *options)
{
  bool is_file = options->report && !cli_outputs_is_stream (options->report);
  const char *problem = is_file ? cli_outputs_why_kept (options, options->report) : NULL;
  char *folder = is_file && !problem ? cli_names_dup_folder (options->report) : NULL;
  struct stat info;

  if (folder && (stat (folder, &info) != 0 || !S_ISDIR (info.st_mode)))
    problem = "the folder around it does not exist";
  free (folder);
  if (!problem)
    return CLI_EXIT_DONE;
  cli_text_error (options->report, problem);
  return CLI_EXIT_USAGE;
}

/* Whether standard output would have to hold more than it can; reports it. Of several recordings only the lines of JSON
 * say which one they are about. */
static bool
stream_overflows (const CliOptions *options)
{
  if (options->report && cli_outputs_is_stream (options->report) && options->stats)
    {
      cli_text_error (CLI_OUTPUTS_STREAM, "takes either --report or --stats");
      return true;
    }
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    {
      if (!options->files[kind] || !cli_outputs_is_stream (options->files[kind]))
        continue;
      if (options->resume)
        cli_text_error (CLI_OUTPUTS_STREAM, "keeps nothing that --resume could find");
      else if (options->report && cli_outputs_is_stream (options->report))
        cli_text_error (CLI_OUTPUTS_STREAM, "takes either a result or --report");
      else if (options->n_inputs > 1 && kind != CLI_FILE_JSON)
        cli_text_error (CLI_OUTPUTS_STREAM, "takes several recordings with --json only");
      else if (options->stats)
        cli_text_error (CLI_OUTPUTS_STREAM, "takes either a result or --stats");
      else
        continue;
      return true;
    }
  return false;
}

int
cli_outputs_plan (CliOutputs *self, const CliOptions *options)
{
  bool folders[CLI_N_FILES], stems_folder;
  int status = CLI_EXIT_DONE;

  *self = (CliOutputs){ .n = options->n_inputs };
  if (stream_overflows (options))
    return CLI_EXIT_USAGE;
  for (int kind = 0; kind < CLI_N_FILES && status == CLI_EXIT_DONE; kind++)
    status = find_folder (options, options->files[kind], false, &folders[kind]);
  if (status == CLI_EXIT_DONE)
    status = find_folder (options, options->stems, true, &stems_folder);
  if (status == CLI_EXIT_DONE)
    status = plan_names (self, options, folders);
  if (status == CLI_EXIT_DONE)
    status = check_paths (self, options);
  if (status == CLI_EXIT_DONE)
    status = check_report (options);
  for (int kind = 0; kind < CLI_N_FILES && status == CLI_EXIT_DONE; kind++)
    if (folders[kind])
      status = make_folder (options->files[kind]);
  if (status == CLI_EXIT_DONE && stems_folder)
    status = make_folder (options->stems);
  return status;
}

void
cli_outputs_clear (CliOutputs *self)
{
  for (size_t i = 0; self->outputs && i < self->n; i++)
    {
      for (int kind = 0; kind < CLI_N_FILES; kind++)
        free (self->outputs[i].files[kind]);
      free (self->outputs[i].stems);
    }
  free (self->outputs);
  *self = (CliOutputs){ 0 };
}

void
cli_outputs_clean (const CliOutputs *self)
{
  /* those of one kind are all in one folder; the folders of stems are cleaned by who writes there */
  for (int kind = 0; self->n > 0 && kind < CLI_N_FILES; kind++)
    if (self->outputs[0].files[kind])
      ct_atomic_file_clean (self->outputs[0].files[kind]);
}

/* Whether @path, in the folder @folder (a descriptor), was changed after @info was. */
static bool
is_newer (int folder, const char *path, const struct stat *info)
{
  struct stat own;

  return fstatat (folder, path, &own, 0) == 0
         && (own.st_mtim.tv_sec != info->st_mtim.tv_sec ? own.st_mtim.tv_sec > info->st_mtim.tv_sec
                                                        : own.st_mtim.tv_nsec > info->st_mtim.tv_nsec);
}

/* Stems appear when all are complete, the rest among them. */
static bool
has_newer_stems (const char *path, CtStemFormat format, const struct stat *info)
{
  const char *rest = format == CT_STEM_WAV ? " rest.wav" : " rest.flac";
  DIR *folder = opendir (path);
  struct dirent *entry;
  bool found = false;

  /* cppcheck-suppress readdirCalled ; no other thread reads this stream */
  while (folder && !found && (entry = readdir (folder))) // NOLINT(concurrency-mt-unsafe): nor does one here
    {
      size_t length = strlen (entry->d_name), end = strlen (rest);

      found = length > end && strcmp (entry->d_name + length - end, rest) == 0
              && is_newer (dirfd (folder), entry->d_name, info);
    }
  if (folder)
    closedir (folder);
  return found;
}

bool
cli_outputs_are_done (const CliOutput *output, const char *input, CtStemFormat format)
{
  struct stat info;

  if (output->shared || stat (input, &info) != 0)
    return false;
  for (int kind = 0; kind < CLI_N_FILES; kind++)
    if (output->files[kind] && !is_newer (AT_FDCWD, output->files[kind], &info))
      return false;
  return !output->stems || has_newer_stems (output->stems, format, &info);
}

bool
cli_outputs_same_file (const char *a, const char *b)
{
  struct stat x, y;

  return stat (a, &x) == 0 && stat (b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

const char *
cli_outputs_why_kept (const CliOptions *options, const char *path)
{
  struct stat info;

  /* the file rarely exists; no recording need be checked then */
  if (stat (path, &info) != 0)
    return NULL;
  for (size_t i = 0; i < options->n_inputs; i++)
    if (cli_outputs_same_file (options->inputs[i], path))
      return "is one of the recordings and will not be overwritten";
  for (size_t i = 0; i < options->read.n; i++)
    if (cli_outputs_same_file (options->read.names[i], path))
      return "is read, too, and will not be overwritten";
  return NULL;
}
