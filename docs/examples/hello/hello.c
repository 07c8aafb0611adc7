#include <stdio.h>

int main(void) {
  printf("Hello, %s: this program was compiled while its image was built.\n", NAME);
  return 0;
}
