/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-regular-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

CtStatus
ct_regular_file_open (const char *path, int *fd, int64_t *n_bytes)
{
  struct stat st;
  CtStatus status = CT_STATUS_OK;

  /* without O_NONBLOCK, a pipe without a writer would hold the program up before it can be told from a file */
  *fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (*fd < 0) /* ENXIO: a socket, or a device that is not there */
    return errno == ENXIO ? CT_STATUS_NOT_A_FILE : ct_status_from_errno (errno);
  if (fstat (*fd, &st) != 0)
    status = ct_status_from_errno (errno);
  else if (!S_ISREG (st.st_mode))
    status = CT_STATUS_NOT_A_FILE;
  if (status != CT_STATUS_OK)
    {
      close (*fd);
      *fd = -1;
      return status;
    }
  *n_bytes = st.st_size;
  return CT_STATUS_OK;
}

/* Fills @data ([size]) from @fd; a file that became shorter since ends before, one that became longer is cut. */
static CtStatus
read_all (int fd, uint8_t *data, size_t size)
{
  size_t done = 0;

  while (done < size)
    {
      ssize_t n = read (fd, data + done, size - done);

      if (n < 0 && errno != EINTR)
        return ct_status_from_errno (errno);
      if (n == 0)
        return CT_STATUS_DAMAGED;
      if (n > 0)
        done += (size_t) n;
    }
  return CT_STATUS_OK;
}

CtStatus
ct_regular_file_read (const char *path, size_t max, uint8_t **data, size_t *size)
{
  int64_t n_bytes;
  int fd;
  uint8_t *bytes = NULL;
  CtStatus status = ct_regular_file_open (path, &fd, &n_bytes);

  if (status != CT_STATUS_OK)
    return status;
  if (n_bytes <= 0)
    status = CT_STATUS_EMPTY;
  else if ((uint64_t) n_bytes > max)
    status = CT_STATUS_TOO_LARGE;
  else
    {
      bytes = malloc ((size_t) n_bytes);
      status = bytes ? read_all (fd, bytes, (size_t) n_bytes) : CT_STATUS_NO_MEMORY;
    }
  close (fd);
  if (status != CT_STATUS_OK)
    {
      free (bytes);
      return status;
    }
  *data = bytes;
  *size = (size_t) n_bytes;
  return CT_STATUS_OK;
}
